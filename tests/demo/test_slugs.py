"""Addresses cut from titles."""

import pytest

from demo.slugs import archive_slug, drupal_slug, plain_slug

DRUPAL = [
    (
        "Agricoltura e agroalimentare, l’apporto del Politecnico per la crescita della filiera",
        "agricoltura-e-agroalimentare-l-apporto-del-politecnico-per",
    ),
    (
        "Challenge@PoliTO: le imprese confermano l’interesse per questa nuova forma",
        "challengepolito-le-imprese-confermano-l-interesse-per-questa",
    ),
    (
        "#100giorni: Comunità, Società, Sostenibilità e Comunicazione",
        "100giorni-comunita-societa-sostenibilita-e-comunicazione",
    ),
    (
        "Agriculture and agri-food: Politecnico's contribution for the growth of the sector",
        "agriculture-and-agri-food-politecnico-s-contribution-for-the",
    ),
    (
        "Argotec-Politecnico, quando ricerca e impresa vanno di pari passo",
        "argotec-politecnico-quando-ricerca-e-impresa-vanno-di-pari",
    ),
]
ARCHIVE = [
    (
        "La realtà virtuale al Museo Egizio per la mostra sull’“Aida”",
        "la_realta_virtuale_al_museo_egizio_per_la_mostra_sull_aida",
    ),
    (
        "Il progetto europeo S-TEAM (Today Make Changes for Tomorrow)",
        "il_progetto_europeo_s_team_today_make_changes_for_tomorrow",
    ),
]


@pytest.mark.parametrize(("title", "slug"), DRUPAL)
def test_university_slugs(title: str, slug: str) -> None:
    """At most 60 characters, cut at a word, apostrophes as hyphens, other signs dropped."""
    assert drupal_slug(title) == slug


@pytest.mark.parametrize(("title", "slug"), ARCHIVE)
def test_archive_slugs(title: str, slug: str) -> None:
    """Underscores and no limit; quotes and parentheses dropped."""
    assert archive_slug(title) == slug


def test_wordpress_slugs() -> None:
    """Apostrophes join the words they part."""
    assert plain_slug("L’impresa & la ricerca: più vicine") == "limpresa-la-ricerca-piu-vicine"
