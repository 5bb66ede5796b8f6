"""Words that carry no subject: they are left out of what must be found, never out of what is kept.

Closed classes only (articles, pronouns, prepositions, auxiliaries and modal verbs, question words), written by us and
folded like everything else. In a small corpus such a word can be rare, and its idf would then say that
a question hangs on it.
"""

from __future__ import annotations

from rag.text.normalise import fold

_ARABIC = """
من ما ماذا متى أين كيف لماذا لم هل كم أي أية أيها الذي التي الذين اللذان اللتان اللاتي اللواتي هذا هذه ذلك تلك هؤلاء
أولئك هو هي هم هن هما أنا نحن أنت أنتم في على إلى عن مع عند لدى منذ خلال بين حول حتى بعد قبل أو أم ثم لكن لكنه لكنها
إن أن أنه أنها إنه إنها كان كانت كانوا يكون تكون قد لقد سوف لن لا ليس ليست غير كل بعض كما إذ إذا لو حيث بما مما فيما
عما ممن عمن وما ومن وهو وهي وقد وكان وكانت به بها له لها لهم فيه فيها منه منها عليه عليها إليه إليها عنه عنها ذات ذو
يمكن يجب ينبغي اسم هناك هنا أيضا التى الى علي اي انه انها والتي والذي وذلك وهذا وهذه يتم تم
ماهو ماهي ماهم بماذا لمن بمن ممن بكم علام إلام فيم
"""
_ENGLISH = """
a an the of in on at to for from by with about into over after before between during through and or but nor so as than
that this these those there here it its he him his she her hers they them their we us our you your i me my who whom
whose which what when where why how is are was were be been being am do does did done has have had having will would
can could shall should may might must not no any some all each both many much few more most other such same own only
also just very if then because while until s t
"""
_FRENCH = """
le la les l un une des du de d à au aux en dans sur sous par pour avec sans chez vers entre et ou mais ni car donc que
qu qui quoi quel quelle quels quelles où quand comment pourquoi combien ce cet cette ces c ça cela celui celle ceux
celles il elle ils elles on nous vous je j tu me m te t se s lui leur leurs y en son sa ses mon ma mes ton ta tes notre
nos votre vos est sont était étaient être été a ont avait avaient avoir eu fait faire ne n pas plus si comme dont
lors ainsi aussi très tout tous toute toutes peut peuvent pouvait doit doivent devait veut veulent voulait va vont
"""
_SPANISH = """
el la los las un una unos unas de del a al en con por para sin sobre entre desde hasta y e o u pero ni que quien
quienes cual cuales qué quién quiénes cuál cuáles cuándo cuando dónde donde cómo como cuánto cuántos cuánta cuántas
este esta estos estas ese esa eso su sus se lo le les es son era eran fue fueron ser ha han había no
puede pueden podía debe deben debía quiere quieren quería
"""
_GERMAN = """
der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei mit nach von vom zu zum
zur für über unter vor wer wen wem wessen was welche welcher welches welchen wann wo warum wie wieviel viele ist sind
war waren wird werden wurde wurden hat haben hatte sich nicht es er sie wir ihr ich kann können konnte
konnten muss müssen musste soll sollen sollte will wollen wollte darf dürfen durfte möchte möchten
"""

STOP_WORDS: frozenset[str] = frozenset(
    fold(word) for words in (_ARABIC, _ENGLISH, _FRENCH, _SPANISH, _GERMAN) for word in words.split()
)

# Chinese and Japanese question words, longest first; they stand inside a run of letters and are cut out of it.
UNSPACED_QUESTION_WORDS = (
    "什么时候", "为什么", "多少", "什么", "哪里", "哪个", "哪些", "何时", "怎么", "如何", "是否", "谁", "吗", "呢",
    "いつ", "どこ", "なぜ", "何", "誰", "ですか", "ますか",
)  # fmt: skip
