"""Sentences of other languages than English; all people, places and outlets are invented.

Marked as ``newswire_cases`` are: ``‖`` stands where one sentence ends and the next begins.
"""

from __future__ import annotations

from typing import Final

FOREIGN_CASES: Final[tuple[tuple[str, str], ...]] = (
    (
        "de",
        "Die Fähre fährt ab dem 4. Mai, d. h. z. B. um 7.30 Uhr. ‖Dr. Ost zahlt ca. 2,5 Mio. Kronen.",
    ),
    ("de", "Im 2. Quartal verlor der 1. FC Halven. ‖Das Urteil fällte der 3. Senat."),
    ("de", "„Das reicht. Wir gehen“, sagte Ost. ‖»Warum?« ‖Merrin schwieg."),
    ("de", "Die Sitzung war am 12. ‖Die Kosten stiegen. ‖Es kamen u. a. Prof. h. c. Kalo usw. ‖Er sprach."),
    ("de", "Der Rat stimmte zu.‖„Gut so“, rief Ost.‖Alle gingen."),
    ("fr", "Mme Merrin a dit : « Assez ! Partez. Vite ! » ‖M. Ost, l’art. 3 en main, a refusé."),
    ("fr", "Il coûte 3 millions, etc. ‖La mairie se tait. ‖Vraiment ? ‖Oui."),
    ("es", "¿Quién paga? ‖¡Nadie! ‖El Sr. Ost llegó de EE. UU. a las 5 p. m. del lunes. ‖«No. Nunca», dijo."),
    ("es", "—No sé —dijo Ada—. ‖Vamos ya. ‖Véase la pág. 12."),
    ("it", "Il sig. Ost e l’on. Merrin della Halven S.p.A. tacciono. ‖«Basta. Andiamo», ha detto lei."),
    ("pt", "O Sr. Ost saiu. ‖A Dra. Merrin, da pág. 3, ficou. ‖“Não. Nunca”, disse ela."),
    ("nl", "Dhr. Ost sprak o.a. met mr. A. Merrin. ‖'s Avonds vertrok hij. ‖„Nee. Nooit”, zei zij."),
    ("pl", "W 2031 r. prof. Ost z ul. Długiej zapłacił 5 tys. zł. ‖Potem wyszedł. ‖„Nie. Nigdy” – rzekł."),
    ("cs", "Dne 3. 4. 2031 přišel Ing. Ost. ‖Ve 2. lize vede 1. FC Halven. ‖„Ne. Nikdy,“ řekl."),
    ("ru", "А. С. Остов родился в г. Халвен и т. д. ‖Это стоит 5 млн. руб. ‖«Нет. Никогда», — сказал он."),
    ("ru", "«Придёт?» — спросил он. ‖— Нет, — сказала она."),
    ("sv", "Bl.a. dr. Ost kom kl. 12. ‖”Nej. Aldrig”, sade hon."),
    ("da", "Den 3. april kom Ost i 2. division. ‖Han tabte ca. 5 mio. kr. ‖Det regnede."),
    ("el", "Ο κ. Οστ ήρθε. ‖Γιατί; ‖Δεν ξέρω."),
    ("ar", "قال د. أوست إن الجسر سيغلق. ‖هل سيدفع السكان؟ ‖لا. ‖وأضاف: «كفى. انتهى». ‖الكلفة 1.2 مليون."),
    ("hi", "डॉ. ओस्ट ने कहा कि पुल बंद होगा। ‖ए. पी. मेरिन आए। ‖क्या लोग देंगे? ‖नहीं।"),
    ("ko", "시장은 월요일에 말했다. ‖“졌다. 끝났다.”라고 그는 말했다."),
    ("zh", "桥梁将关闭。‖“我们输了。”市长说。‖“太贵了。谁付？”‖费用为1.2亿元（约合。多）。‖没有！"),
    ("ja", "橋は閉鎖される。‖「もう終わった。残念だ」と語った。‖「本当か？」と記者が尋ねた。‖「終わり。」‖市長は去った。"),
)  # fmt: skip
"""The language and the marked text."""
