"""The months' names in the languages of newsrooms other than Italian and English."""

_NAMES = (
    "januar jänner januari janvier enero janeiro stycznia января січня ianuarie ocak januára ledna",
    "februar feber februari février febrero fevereiro lutego февраля лютого februarie şubat února",
    "märz maart mars marts marzo março marca марта березня martie mart března",
    "april avril abril kwietnia апреля квітня aprilie nisan dubna",
    "mai mei maj mayo maio maja мая травня mayıs května",
    "juni juin junio junho czerwca июня червня iunie haziran června",
    "juli juillet julio julho lipca июля липня iulie temmuz července",
    "august augustus augusti août agosto sierpnia августа серпня ağustos srpna",
    "september septembre septiembre setiembre setembro września сентября вересня septembrie eylül"
    " září",
    "oktober octobre octubre outubro października октября жовтня octombrie ekim října",
    "november novembre noviembre novembro listopada ноября листопада noiembrie kasım listopadu",
    "dezember december décembre diciembre dezembro grudnia декабря грудня decembrie aralık"
    " prosince",
)
_SHORT = (
    "janv ene jän янв", "févr feb fev фев", "mär mrz mrt мар", "avr abr апр", "may",
    "juin июн", "juil июл", "août aoû авг", "sept сен", "okt окт", "noy ноя", "dez déc dic дек",
)  # fmt: skip
MONTHS = [
    (number, frozenset(f"{names} {short}".split()))
    for number, (names, short) in enumerate(zip(_NAMES, _SHORT, strict=True), 1)
]
"""Month → its names in lower case; short ones only where they are no everyday word."""
