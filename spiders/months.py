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
_FARTHER = (
    "يناير ιανουαρίου tammikuuta siječnja януари gener"
    " xaneiro jaanuar január ינואר sausio janvāris janvārī",
    "فبراير φεβρουαρίου helmikuuta veljače февруари febrer"
    " febreiro veebruar február פברואר vasario februāris februārī",
    "مارس μαρτίου maaliskuuta ožujka март maret märts március מרץ marec kovo",
    "أبريل ابريل απριλίου huhtikuuta travnja април"
    " aprill április אפריל apríla balandžio aprīlis aprīlī",
    "مايو μαΐου μαίου toukokuuta svibnja май maig május מאי mája gegužės maijs",
    "يونيو ιουνίου kesäkuuta lipnja юни juny xuño június יוני junij júna birželio jūnijs",
    "يوليو ιουλίου heinäkuuta srpnja юли juliol xullo július יולי julij júla liepos jūlijs",
    "أغسطس اغسطس αυγούστου elokuuta kolovoza agost"
    " avgust agustus augusztus אוגוסט rugpjūčio augusts",
    "سبتمبر σεπτεμβρίου syyskuuta rujna септември"
    " setembre szeptember ספטמבר septembra rugsėjo septembris",
    "أكتوبر اكتوبر οκτωβρίου lokakuuta октомври októbra oktoober október אוקטובר spalio oktobris",
    "نوفمبر νοεμβρίου marraskuuta studenoga ноември novembra נובמבר lapkričio novembris",
    "ديسمبر δεκεμβρίου joulukuuta prosinca декември desembre"
    " desember decembra detsember دسمبر דצמבר gruodžio decembris",
)
"""Arabic, Greek, Finnish, Croatian, Bulgarian, Catalan, Galician, Baltic, Hungarian, Hebrew…"""
_SHORT = (
    "janv ene jän янв", "févr feb fev фев", "mär mrz mrt мар", "avr abr апр", "may",
    "juin июн", "juil июл", "août aoû авг", "sept сен", "okt окт", "noy ноя", "dez déc dic дек",
)  # fmt: skip
MONTHS = [
    (number, frozenset(" ".join(words).split()))
    for number, words in enumerate(zip(_NAMES, _FARTHER, _SHORT, strict=True), 1)
]
"""Month → its names in lower case; short ones only where they are no everyday word."""
