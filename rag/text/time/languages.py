"""How five languages say when: the words from which ``points`` and ``relations`` make their patterns.

In a form, ``<unit>`` stands for a unit of time, ``<one>`` and ``<dual>`` for its singular and dual, ``<n>`` for a
number; ``<month>``, ``<hijri>`` and ``<weekday>`` for their names.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.text.time.words import Reading, TimeWords, Unit, units_of

# «قبل عام الفيل», «قبل يوم الجمعة»: a unit before a noun, a month or a number is no duration; and «قبل شهرين من
# الحرب» counts from the war.
_AR_ALONE = r"(?!\s+ال|\s*\d|\s+<month>|\s+<hijri>)"
_AR_FROM_NOW = r"(?:\s+(?:قليله|معدوده|ونصف))?+(?!\s+(?:من|علي)\s+(?!الان(?!\w)))"
_AR_PAST = "(?:الماضي|الماضيه|الفايت|الفايته|المنصرم|المنصرمه)"
_AR_RECENT = "(?:الماضيه|الاخيره|المنصرمه|الفايته|الماضيين|الماضيتين|الاخيرين|الاخيرتين|المنصرمين)"
_AR_LONG = r"(?!\s+(?:من|قبل|لل\w+)(?!\w))"
ARABIC = TimeWords(
    before=r"(?:قبل|قبيل)(?:\s+حلول)?",
    after=r"بعد",
    since=r"(?:منذ|مذ|ابتداء من|اعتبارا من|بدءا من|بدايه من|انطلاقا من)",
    until=r"(?:حتي|الي غايه|لغايه)",
    between=r"(?:ما\s*)?بين",
    joined=r"و(?:\s*بين\s+)?",
    from_="من",
    to="(?:الي|حتي|لغايه|الي غايه)",
    era=r"ل?ما",
    news=r"[وفبل]?(?:ال)?(?:اخبار|انباء|مقالات|مقال)|لل(?:اخبار|مقالات)|التقارير|[وفبل]?تقارير(?:\s+اخباريه)?|"
    r"[وفب]?(?:ما|ماذا|ما الذي)\s+(?:نشر|كتب|قيل)(?=\s+(?:في|خلال|عن|حول|قبل|بعد|منذ|بين)\s)",
    published=r"(?:ال)?(?:منشوره?|صادره?)|(?:التي\s+|الذي\s+)?(?:نشرت|نشر|صدرت|كتبت)|بتاريخ|المورخه",
    within="(?:في|خلال|من|ل|عن)",
    article=r"(?:تاريخ|عامي|سنتي|شهري|يومي|الفتره)\s+",
    numbers="واحده? ثلاثه? اربعه? خمسه? سته? سبعه? ثمانيه? ثمان تسعه? عشره? بضعه? عده",
    units=units_of(
        hour="ساعه|ساعتين ساعتان|ساعات",
        day="يوم يوما|يومين يومان|ايام",
        week="اسبوع اسبوعا|اسبوعين اسبوعان|اسابيع",
        month="شهر شهرا|شهرين شهران|اشهر شهور",
        year="سنه عام عاما|سنتين سنتان عامين عامان|سنوات سنين اعوام",
    ),
    weekdays="الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد",
    forms=(
        (Reading.THIS, r"(?:هذا|هذه)\s+ال(?P<unit>اسبوع|شهر|عام|سنه)"),
        (Reading.THIS, r"ال(?P<unit>اسبوع|شهر|عام|سنه)\s+(?:الحالي|الحاليه|الجاري|الجاريه)"),
        (Reading.LAST, rf"(?:ب?ال|لل)(?P<unit>اسبوع|شهر|عام|سنه)\s+{_AR_PAST}"),
        (Reading.AGO, rf"قبل\s+(?:حوالي\s+|نحو\s+)?<n>\s+<unit>{_AR_FROM_NOW}"),
        (Reading.AGO, rf"قبل\s+(?:حوالي\s+|نحو\s+)?<unit>{_AR_ALONE}{_AR_FROM_NOW}"),
        (Reading.SINCE_AGO, rf"منذ\s+(?:حوالي\s+|نحو\s+)?<n>\s+<unit>{_AR_FROM_NOW}"),
        (Reading.SINCE_AGO, rf"منذ\s+(?:حوالي\s+|نحو\s+)?<unit>{_AR_ALONE}{_AR_FROM_NOW}"),
        (Reading.ROLLING, rf"(?<!قديسي )ال<unit>\s+(?:ال<n>\s+|القليله\s+)?{_AR_RECENT}{_AR_LONG}"),
        (Reading.ROLLING, rf"ال\s?-?\s?<n>\s+<unit>\s+{_AR_RECENT}{_AR_LONG}"),
        (Reading.ROLLING, rf"اخر\s+<n>\s+<unit>{_AR_LONG}"),
        (Reading.ROLLING, rf"اخر\s+<dual>{_AR_LONG}"),
        (Reading.SINCE_START, r"(?:بدايه|مطلع)\s+(?:هذا\s+|هذه\s+)?ال(?P<unit>اسبوع|شهر|عام|سنه)(?!\s*\d|\s+<month>)"),
        (Reading.LAST_MONTH_NAMED, rf"(?:شهر\s+)?<month>\s+{_AR_PAST}"),
        (Reading.LAST_WEEKDAY, rf"(?:يوم\s+)?<weekday>\s+{_AR_PAST}"),
        (Reading.BEFORE_YESTERDAY, r"(?:اول\s+(?:من\s+)?امس|امس\s+الاول)"),
        (Reading.YESTERDAY, r"(?:(?:يوم|ليله|مساء|صباح)\s+)?(?:ب?ال)?(?:امس|بارحه)(?!\s+الحاج)"),
        (Reading.TODAY, r"(?<!في )(?<!هذا )(?<!ذلك )اليوم(?!\s+(?:ال|نفسه|ذاته|من\s))"),
        (Reading.NOW, r"الان|يومنا هذا"),
        (Reading.MONTH_ALONE, r"(?:شهر\s+)?<month>(?!\s*\d)"),
    ),
)

ENGLISH = TimeWords(
    before=r"(?:before|prior to|earlier than)",
    after=r"(?:after|later than)",
    since=r"(?:ever )?since|starting(?: from| in)?|beginning in",
    until=r"(?:until|till|up to|by)",
    between=r"between",
    joined=r"and\s+",
    from_="from",
    to=r"(?:to|until|till|through)\s+",
    era=r"(?!)",
    news=r"news|articles?|headlines|(?:news\s+)?(?:stories|coverage)|reports|what\s+(?:was|has\s+been)\s+reported",
    published=r"(?:that\s+)?(?:were\s+|was\s+)?(?:published|written|posted|printed|dated|issued)",
    within="(?:from|in|of|on|for|during|dated)",
    article=r"(?:the\s+)?years\s+|the\s+",
    numbers="a an one two three four five six seven eight nine ten eleven twelve few several some couple",
    units=units_of(hour="hour||hours", day="day||days", week="week||weeks", month="month||months", year="year||years"),
    weekdays="monday tuesday wednesday thursday friday saturday sunday",
    forms=(
        (Reading.THIS, r"(?:this|the current)\s+(?P<unit>week|month|year)"),
        (Reading.LAST, r"(?<!the )last\s+(?P<unit>week|month|year)(?!\s+of\b)"),
        (Reading.AGO, r"(?:about\s+)?(?:a\s+)?<n>\s+(?:of\s+)?<unit>\s+ago"),
        (Reading.SINCE_AGO, r"since\s+(?:a\s+)?<n>\s+(?:of\s+)?<unit>(?!\s+(?:ago|before|after)\b)"),
        (Reading.ROLLING, r"(?:the\s+)?(?:last|past)\s+(?:a\s+)?<n>\s+<unit>(?!\s+(?:of|before)\b)"),
        (Reading.ROLLING, r"(?:the\s+)?past\s+<unit>(?!\s+(?:of|before)\b)"),
        (Reading.ROLLING, r"(?:in|over|during|within)\s+the\s+last\s+<one>(?!\s+(?:of|before)\b)"),
        (Reading.ROLLING, r"recent\s+(?P<unit>days|weeks|months)"),
        (
            Reading.SINCE_START,
            r"(?:the\s+)?(?:beginning|start)\s+of\s+(?:the|this)\s+(?P<unit>week|month|year)(?!\s*\d)",
        ),
        (Reading.LAST_MONTH_NAMED, r"last\s+<month>(?!\s+\d)"),
        (Reading.LAST_WEEKDAY, r"last\s+<weekday>"),
        (Reading.BEFORE_YESTERDAY, r"(?:the\s+)?day\s+before\s+yesterday"),
        (Reading.YESTERDAY, r"yesterday"),
        (Reading.TODAY, r"today"),
        (Reading.NOW, r"now|the\s+present"),
        (Reading.MONTH_ALONE, r"<month>(?!\s*\d)"),
    ),
)

FRENCH = TimeWords(
    before=r"avant",
    after=r"apres",
    since=r"(?:depuis|a partir (?:de|du|d'))",
    until=r"jusqu'(?:en|au|a)",
    between=r"entre",
    joined=r"et\s+",
    from_="(?:de|du)",
    to=r"(?:a|au|jusqu'en|jusqu'au|jusqu'a)\s+",
    era=r"l'",
    news=r"actualites?|nouvelles|infos?|informations|articles?|depeches|reportages",
    published=r"(?:qui\s+ont\s+ete\s+)?(?:publie|paru|ecrit|date)(?:e|s|es)?",
    within="(?:en|de|d'|du|dans|au|pendant|durant|pour)",
    article=r"(?:le|la)\s+|l'|les\s+annees\s+",
    numbers="un une deux trois quatre cinq six sept huit neuf dix onze douze quelques plusieurs",
    units=units_of(
        hour="heure||heures", day="jour||jours", week="semaine||semaines", month="||mois", year="an annee||ans annees"
    ),
    weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
    forms=(
        (Reading.THIS, r"(?:ce|cet|cette)\s+(?P<unit>semaine|mois|annee)(?!-)"),
        (Reading.THIS, r"(?:le\s+|la\s+|l')(?P<unit>semaine|mois|annee)\s+(?:en\s+cours|actuelle?)"),
        (Reading.LAST, r"(?:le\s+|la\s+|l')?(?P<unit>semaine|mois|annee|an)\s+(?:derniere?|passee?)"),
        (Reading.AGO, r"il\s+y\s+a\s+(?:environ\s+)?<n>\s+<unit>(?!\s+(?:dans|en|par)\b)"),
        (Reading.SINCE_AGO, r"depuis\s+(?:environ\s+)?<n>\s+<unit>"),
        (Reading.ROLLING, r"(?:ces|les|des|aux)\s+<n>\s+derni(?:er|ere)s\s+<unit>(?!\s+(?:de|du|d')\b)"),
        (Reading.ROLLING, r"(?:ces|(?:dans|durant)\s+les)\s+derni(?:er|ere)s\s+<unit>(?!\s+(?:de|du|d')\b)"),
        (Reading.SINCE_START,
         r"(?:le\s+)?debut\s+(?:de\s+l'|du\s+|de\s+la\s+|de\s+cette\s+)(?P<unit>semaine|mois|annee)(?!\s*\d|\s+d)"),
        (Reading.LAST_MONTH_NAMED, r"<month>\s+dernier"),
        (Reading.LAST_WEEKDAY, r"<weekday>\s+dernier"),
        (Reading.BEFORE_YESTERDAY, r"avant-hier"),
        (Reading.YESTERDAY, r"hier(?!-)"),
        (Reading.TODAY, r"aujourd'hui"),
        (Reading.NOW, r"maintenant|nos\s+jours|present"),
        (Reading.MONTH_ALONE, r"(?:mois\s+de\s+|mois\s+d')?<month>(?!\s*\d)"),
    ),
)  # fmt: skip

SPANISH = TimeWords(
    before=r"antes de(?:l)?",
    after=r"despues de(?:l)?",
    since=r"(?:desde|a partir de(?:l)?)",
    until=r"hasta",
    between=r"entre",
    joined=r"y\s+",
    from_="(?:de|del|desde)",
    to=r"(?:a|al|hasta)\s+",
    era=r"(?!)",
    news=r"noticias?|articulos?|reportajes|titulares",
    published=r"(?:publicad|escrit|fechad)(?:o|a|os|as)",
    within="(?:de|del|en|durante)",
    article=r"(?:el|la)\s+",
    numbers="un una dos tres cuatro cinco seis siete ocho nueve diez once doce unos unas varios varias",
    units=units_of(hour="hora||horas", day="dia||dias", week="semana||semanas", month="mes||meses", year="ano||anos"),
    weekdays="lunes martes miercoles jueves viernes sabado domingo",
    forms=(
        (Reading.THIS, r"est[ea]\s+(?P<unit>semana|mes|ano)"),
        (Reading.LAST, r"(?:el\s+|la\s+)?(?P<unit>semana|mes|ano)\s+pasad[oa]"),
        (Reading.AGO, r"hace\s+<n>\s+<unit>"),
        (Reading.SINCE_AGO, r"desde\s+hace\s+<n>\s+<unit>"),
        (Reading.ROLLING, r"l[oa]s\s+ultim[oa]s\s+<n>\s+<unit>(?!\s+de\b)"),
        (Reading.ROLLING, r"(?:en\s+l[oa]s|est[oa]s)\s+ultim[oa]s\s+<unit>(?!\s+de\b)"),
        (Reading.LAST_MONTH_NAMED, r"<month>\s+pasado"),
        (Reading.LAST_WEEKDAY, r"(?:el\s+)?<weekday>\s+pasado"),
        (Reading.BEFORE_YESTERDAY, r"anteayer"),
        (Reading.YESTERDAY, r"ayer"),
        (Reading.TODAY, r"hoy"),
        (Reading.NOW, r"ahora|la\s+actualidad"),
        (Reading.MONTH_ALONE, r"<month>(?!\s*\d)"),
    ),
)

GERMAN = TimeWords(
    before=r"vor",
    after=r"nach",
    since=r"(?:seit|ab)",
    until=r"bis",
    between=r"zwischen",
    joined=r"und\s+",
    from_="(?:von|vom)",
    to=r"(?:bis|bis zum)\s+",
    era=r"(?!)",
    news=r"nachrichten|artikeln?|schlagzeilen|meldungen",
    published=r"(?:die\s+)?(?:veroffentlicht|geschrieben|erschienen)(?:e|en)?",
    within="(?:aus|von|vom|im|in)",
    article=r"(?:dem|den|der)\s+",
    numbers="ein eine einem einer zwei drei vier funf sechs sieben acht neun zehn elf zwolf einigen wenigen paar",
    units=units_of(
        hour="stunde||stunden", day="tag||tage tagen", week="woche||wochen", month="monat||monate monaten",
        year="jahr||jahre jahren",
    ),
    weekdays="montag dienstag mittwoch donnerstag freitag samstag sonntag",
    forms=(
        (Reading.THIS, r"diese[rsnm]?\s+(?P<unit>woche|monat|jahr)"),
        (Reading.LAST, r"(?:letzte|vergangene|vorige)[rsnm]?\s+(?P<unit>woche|monat|jahr)(?!\s+(?:des|der|vor)\b)"),
        (Reading.AGO, r"vor\s+<n>\s+<unit>"),
        (Reading.SINCE_AGO, r"seit\s+<n>\s+<unit>"),
        (Reading.ROLLING, r"(?:den|die|der)\s+(?:letzten|vergangenen)\s+(?:<n>\s+)?<unit>(?!\s+(?:des|der|vor|von)\b)"),
        (Reading.LAST_MONTH_NAMED, r"letzten\s+<month>(?!\s+\d)"),
        (Reading.LAST_WEEKDAY, r"letzten\s+<weekday>"),
        (Reading.BEFORE_YESTERDAY, r"vorgestern"),
        (Reading.YESTERDAY, r"gestern"),
        (Reading.TODAY, r"heute"),
        (Reading.NOW, r"jetzt"),
        (Reading.MONTH_ALONE, r"<month>(?!\s*\d)"),
    ),
)  # fmt: skip

LANGUAGES = (ARABIC, ENGLISH, FRENCH, SPANISH, GERMAN)
UNITS: Mapping[str, tuple[Unit, int | None]] = {
    word: said for language in LANGUAGES for word, said in language.units.items()
}
WEEKDAY_NUMBERS: Mapping[str, int] = {
    day: number for language in LANGUAGES for number, day in enumerate(language.weekdays.split())
}
"""Weekdays from Monday, which is 0."""
