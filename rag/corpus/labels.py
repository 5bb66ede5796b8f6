"""Lines of a page that are not its article, told by their words alone.

A line is judged whole: it must be a known label, or be made of nothing but the words that such lines are
made of. A sentence that merely contains «تابعنا» or "share" is never one. Phrases stand in their natural
spelling and are compared folded, so hamza, vowel signs, case and punctuation do not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.corpus.dates import read_date_line
from rag.text.normalise import fold

_NOT_WORD = re.compile(r"[\W_]+")
_RECENT_LINES = 1024  # more than most pages have: each is asked about up to four times


def line_key(line: str) -> str:
    """``line`` folded to its words, for comparing lines without regard to punctuation and spelling variants."""
    return _folded_and_key(line)[1]


@lru_cache(maxsize=_RECENT_LINES)
def _folded_and_key(line: str) -> tuple[str, str]:
    folded = fold(line)
    return folded.strip(), _NOT_WORD.sub(" ", folded).strip()


def _keys(phrases: str) -> frozenset[str]:
    return frozenset(line_key(phrase) for phrase in phrases.split("|"))


# Headings over a list of other articles. The first two opened the list before the article of seed 000, the
# third closed seed 004; the rest are what the default themes of WordPress and the larger Arabic, English
# and French news sites print in the same places.
_RELATED_HEADINGS = _keys(
    "ذات صلة|أحدث المقالات|مقالات ذات صلة|أخبار ذات صلة|مواضيع ذات صلة|موضوعات ذات صلة|مواضيع متعلقة|"
    "أخبار متعلقة|مقالات مشابهة|أحدث الأخبار|آخر الأخبار|آخر المقالات|الأكثر قراءة|الأكثر مشاهدة|اقرأ أيضا|"
    "اقرأ/ي أيضا|اقرأ المزيد|شاهد أيضا|قد يعجبك أيضا|قد يهمك أيضا|ربما يعجبك أيضا|المزيد من الأخبار|"
    "related|related articles|related posts|related stories|related news|latest articles|latest news|"
    "latest posts|recent posts|recent articles|most read|most popular|read also|also read|read next|read more|"
    "see also|you may also like|you might also like|more stories|recommended for you|trending now|"
    "articles similaires|articles liés|articles récents|derniers articles|dernières actualités|"
    "sur le même sujet|dans la même rubrique|à lire aussi|lire aussi|lire également|à voir aussi|voir aussi|"
    "les plus lus|vous aimerez aussi"
)
# Buttons and notes around an article. «زر الذهاب إلى الأعلى» closed seed 004 (the WordPress theme Jannah
# prints it); the others are the share bar, the comment form and the menu of the same kinds of sites.
_BUTTONS = _keys(
    "زر الذهاب إلى الأعلى|الذهاب إلى الأعلى|شارك|شاركها|شارك المقال|شارك هذا المقال|شارك الخبر|شارك الموضوع|"
    "شارك هذا الموضوع|مشاركة|طباعة|نسخ الرابط|اترك تعليقا|اترك ردا|أضف تعليق|التعليقات|إعلان|إعلانات|الرئيسية|"
    "القائمة|اشترك الآن|اشترك في النشرة البريدية|التخطي إلى المحتوى|جميع الحقوق محفوظة|تابعنا|تابعونا|"
    "share|share this|share this article|share this post|share this story|share article|tweet|print|email|"
    "copy link|back to top|leave a comment|leave a reply|post a comment|comments|advertisement|home|menu|"
    "subscribe|subscribe now|subscribe to our newsletter|sign up for our newsletter|skip to content|"
    "skip to main content|all rights reserved|follow us|continue reading|accept cookies|accept all cookies|"
    "partager|partager cet article|partagez|partagez cet article|imprimer|envoyer par email|copier le lien|"
    "retour en haut|haut de page|laisser un commentaire|commentaires|publicité|accueil|s'abonner|"
    "abonnez-vous à notre newsletter|aller au contenu|tous droits réservés|suivez-nous|accepter les cookies"
)
# A picture's alternative text, glued to itself once per picture: the last line of seed 000 (theme Newspaper).
_PICTURE_NAMES = re.compile(r"(?:spot_img\s*)+")

# Words of which "follow us" and share lines are made, besides the names of networks: «تابعنا على تلجرام»
# ended the article of seed 004.
_NETWORKS = _keys(
    "فيسبوك|فايسبوك|تويتر|تلجرام|تليجرام|تيليجرام|تلغرام|تليغرام|واتساب|انستغرام|انستجرام|انستقرام|يوتيوب|"
    "لينكدإن|لينكد|تيكتوك|سناب|ماسنجر|جوجل|غوغل|التواصل|facebook|twitter|telegram|whatsapp|instagram|youtube|"
    "linkedin|tiktok|snapchat|pinterest|messenger|google|social|sociaux"
)
_FOLLOW_WORDS = _NETWORKS | _keys(
    "تابعنا|تابعونا|تابعوا|انضم|انضموا|اشترك|اشتركوا|شارك|شاركها|شاركه|مشاركة|على|عبر|في|إلى|صفحتنا|صفحاتنا|"
    "قناتنا|قنواتنا|قناة|حسابنا|حساباتنا|الآن|أيضا|مواقع|منصات|وسائل|الاجتماعي|آخر|الأخبار|أخبارنا|جديدنا|إن|"
    "تيك|توك|شات|آب|إكس|نيوز|طباعة|البريد|الإلكتروني|"
    "follow|us|join|find|like|share|this|article|post|on|via|in|at|our|the|page|channel|and|also|media|networks|"
    "news|x|email|print|tweet|pin|it|copy|link|suivez|nous|rejoignez|partager|partagez|cet|sur|notre|nos|la|les|"
    "page|pages|chaîne|et|aussi|réseaux|imprimer"
)

# «اقرأ\\ي أيضاً| …» stood between two paragraphs of seed 004; "Read also: …" and « Lire aussi : … » are its
# sisters. The separator is needed: without it the words may begin a sentence.
_READ_ALSO = re.compile(
    r"\W*(?:اقرا(?:\W*ي)? (?:ايضا|كذلك|المزيد)|شاهد(?:\W*ي)? ايضا|طالع ايضا|انظر ايضا|مقالات ذات صله|"
    r"مواضيع ذات صله|read (?:also|more|next)|also read|see also|related(?: articles?| stor(?:y|ies))?|"
    r"(?:à )?lire (?:aussi|également)|(?:à )?voir aussi|sur le même sujet)\s*[|:>\-\"←].{1,200}"
)
# The notice that every European site shows first, in the words of the usual plug-ins.
_COOKIES = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? (?:\w+ )?cookies|"
    r"(?:nous|ce site|notre site) utilis\w+ des cookies|"
    r"by continuing to (?:use|browse) (?:this|our)|en poursuivant votre navigation|"
    r"(?:نحن )?نستخدم (?:ملفات|الكوكيز)|يستخدم (?:هذا الموقع|موقعنا|الموقع) (?:ملفات|الكوكيز)"
)
_COOKIE_WORDS = 50  # such a notice is one short paragraph
# The last line of most pages, with the owner's name and a year around it.
_RIGHTS = re.compile(
    r"^(?:جميع|كل) الحقوق محفوظه|(?:جميع|كل) الحقوق محفوظه$|all rights reserved$|^all rights reserved|droits réservés$"
)
_RIGHTS_WORDS = 12

_URL = r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+"
_BARE_URLS = re.compile(rf"(?:{_URL}\s*)+")
# What Twitter's embed code leaves under a quoted tweet: seed 003.
_TWEET_SIGNATURE = re.compile(r"[—–-]+\s*.{1,100}?\(@\w{1,30}\)(.{0,40})")

# Who wrote it or where it was taken from, as the line above an article («متابعة» in seed 002).
_CREDIT_STARTS = _keys("بقلم|كتب|كتبت|إعداد|المصدر|مصدر|تحرير|source|written by|reported by|texte|auteur|author")
_CREDIT_ENDS = _keys("متابعة|متابعات|وكالات|رويترز|أ ف ب|afp|reuters|agencies|agences|news agencies|staff")
_BYLINE = re.compile(r"(?:by|par)(?: [^\W\d_][\w.'’-]*){2,4}", re.IGNORECASE)
_CREDIT_WORDS = 7


def opens_related(line: str) -> bool:
    """Whether ``line`` is the heading of a list of other articles."""
    return line_key(line) in _RELATED_HEADINGS


def is_label(line: str) -> bool:
    """Whether ``line`` belongs to the page and not to its article."""
    folded, key = _folded_and_key(line)
    return (
        key in _RELATED_HEADINGS
        or key in _BUTTONS
        or _is_follow_line(key)
        or _READ_ALSO.fullmatch(folded) is not None
        or _PICTURE_NAMES.fullmatch(folded) is not None
        or _BARE_URLS.fullmatch(line.strip()) is not None
        or _is_notice(folded, key)
        or _is_tweet_signature(line.strip())
    )


def is_credit(line: str) -> bool:
    """Whether ``line`` only says who wrote or supplied the article: part of it, but no title."""
    words = line_key(line).split()
    if not 0 < len(words) <= _CREDIT_WORDS:
        return False
    if words[0] in _CREDIT_STARTS or " ".join(words[:2]) in _CREDIT_STARTS:
        return ":" in line or len(words) <= 4
    if any(" ".join(words[-n:]) in _CREDIT_ENDS for n in (1, 2, 3)):
        return len(words) <= 2 or re.search(r"[:\-–—/|]", line) is not None
    return _BYLINE.fullmatch(line.strip()) is not None


def _is_follow_line(key: str) -> bool:
    networks = False
    for word in key.split():
        bare = word[1:] if word[:1] == "و" and word[1:] in _FOLLOW_WORDS else word
        if bare not in _FOLLOW_WORDS:
            return False
        networks = networks or bare in _NETWORKS
    return networks


def _is_notice(folded: str, key: str) -> bool:
    words = len(key.split())
    if words <= _RIGHTS_WORDS and (_RIGHTS.search(key) or ("©" in folded and re.search(r"\d{4}", folded))):
        return True
    return words <= _COOKIE_WORDS and _COOKIES.match(key) is not None


def _is_tweet_signature(line: str) -> bool:
    match = _TWEET_SIGNATURE.fullmatch(line)
    if match is None:
        return False
    rest = re.sub(_URL, "", match[1]).strip()
    return not rest or read_date_line(rest) is not None
