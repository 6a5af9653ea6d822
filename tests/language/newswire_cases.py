"""Hard newswire cases for the sentence splitter; all people, places and outlets are invented.

Each case is a label and a text in which ``‖`` marks every place where one sentence ends
and the next begins (the mark itself is no part of the text).
"""

from __future__ import annotations

from typing import Final

MARK: Final = "‖"

CASES: Final[tuple[tuple[str, str], ...]] = (
    # Titles, ranks and names.
    ("mr", "Police questioned Mr. Harlan Voss on Monday. ‖Mrs. Voss was not at home."),
    (
        "ranks",
        "Gen. Ada Merrin met Lt. Col. Oskar Thane and Sgt. Bly. ‖All declined comment.",
    ),
    ("politicians", "Sen. Orla Penn and Gov. Tim Rask spoke. ‖Rep. Ana Solis, D-Vermora, did not."),
    (
        "doctors",
        "Dr. Imre Kalo and Prof. Lena Ost signed it. ‖St. Brannoc Hospital agreed.",
    ),
    ("initials", "The author J. K. Rowan and critic T.S. Ellory met. ‖A. B. Crane was late."),
    ("middle_initial", "President John Q. Marlow resigned. ‖Vice President Ida B. Welk took over."),
    ("junior", "Martin Keel Jr. won the seat. ‖Paul Dane Sr. lost his."),
    ("plurals", "Sens. Orla Penn and Ida Welk spoke on E!'s show. ‖Reps. Bly and Ost left."),
    # Organisations and abbreviations.
    ("inc", "Northwind Inc. said profits fell. ‖Halden Co. and Brix Corp. rose."),
    ("inc_at_end", "The buyer is Northwind Inc. ‖The price was not disclosed."),
    ("us", "The U.S. Senate voted on the U.N. resolution. ‖U.S. officials welcomed it."),
    ("us_at_end", "She returned to the U.S. ‖He stayed in Vermora."),
    ("us_name", "The U.S. Geological Survey and the U.K. Treasury replied. ‖Nobody else did."),
    ("dc", "They marched in Washington, D.C., on Friday. ‖It rained."),
    ("pm_inside", "The train left at 5 p.m. Tuesday and came at 3 a.m. Wednesday. ‖It was full."),
    ("pm_at_end", "The polls close at 8 p.m. ‖Results are due by midnight."),
    ("number_abbr", "Flight No. 4 and line No. 12 are closed. ‖Gate No. 7 is open."),
    ("vs", "The case, Orland vs. State of Vermora, is old. ‖Vale v. Dunn is older."),
    ("months", "It ran from Jan. 3 to Feb. 14 and on Dec. 25. ‖The Jan.–Dec. total fell."),
    ("fig_approx", "Fig. 3 shows approx. 40 sites. ‖See p. 12 and pp. 14-16 for more."),
    ("eg", "Some goods, e.g. steel, i.e. bars, etc. were taxed. ‖Others were not."),
    ("streets", "The fire began on Elm St. near Oak Ave. and spread. ‖Mt. Corrin is closed."),
    ("est", "The ship, est. 1911, sank off Ft. Garrow. ‖Its crew lived."),
    ("ltd", "Fenn Ltd. plc. and Oray Bros. Ltd. merged. ‖Staff were told by e-mail."),
    ("phd", "Mira Tull, Ph.D., leads the team. ‖Her deputy has an M.D. and a B.A. degree."),
    # Quotations and attribution.
    ("quote_inside", "“It is bad.” he said. ‖“It will be worse,” she said."),
    ("quote_question", "“Is it over?” asked Smith. ‖“No!” shouted the crowd."),
    ("quote_ends", '"We will rebuild." ‖The mayor then left.'),
    ("curly_quote_ends", "He said: “We will rebuild.” ‖The mayor then left."),
    ("question_quote_ends", "She asked, “Who pays for this?” ‖Nobody answered."),
    ("quote_capital_speaker", "“Are we safe?” Voss asked. ‖“We are not!” Penn replied."),
    ("quote_two_sentences", "“We lost the boat. We lost the nets too,” said Rowan Pell. ‖He wept."),
    ("single_quotes", "‘It is over.’ ‖The band left. ‖'We won't be back.' ‖Fans wept."),
    ("nested_quotes", "“He told me, ‘Run!’ and I ran,” she said. ‖Then it was quiet."),
    (
        "quote_paren",
        "“They [the police] came late,” he said. ‖(He apologised.) ‖No one spoke.",
    ),
    ("quote_dash", "“I saw—no, I heard—it,” said Bly. ‖“Then nothing …” ‖She paused."),
    ("guillemets", "«We are ready.» ‖The minister sat down. ‖»Go on«, he said."),
    # Numbers, times, addresses.
    ("decimals", "Inflation was 3.5 percent, up from 2.75. ‖The bank expected 3.1."),
    ("money", "It cost $4.5 million (€4.1 million). ‖That is 0.3 percent of GDP."),
    ("decimal_point_first", "He ran it in .45 seconds. ‖The record is 1:59.4."),
    ("versions", "Version 2.0.1 fixed it. ‖Python 3.11 and TLS 1.3 are needed."),
    ("url", "See www.vermora-post.example or https://news.example/a.b?c=d. ‖It is free."),
    ("email", "Write to desk.news@halden.example.org. ‖Calls are not taken."),
    ("domain_name", "Amberly.com Inc. and Booko.co.uk were fined. ‖Both sites are down."),
    ("times", "Doors open at 7.30pm. ‖The 19.15 train is late."),
    ("ordinal_end", "He was born in 1971. ‖She was born in 1974."),
    ("score", "Halden beat Corrin 3-1. ‖Brix lost 2-0."),
    # Marks that are not one full stop.
    ("ellipsis", "They waited... and waited. ‖Then… nothing. ‖Hope faded... ‖The boat was gone."),
    ("interrobang", "You did what?! ‖I never said so!! ‖Really??"),
    ("yahoo", "Shares of Zippo! Inc. rose on Friday. ‖The game show Guess What? returns in May."),
    ("brackets", "The law (which passed in 2019. It was amended later.) stands. ‖It is old."),
    ("colon_semicolon", "He had one rule: never stop; never look back. ‖It worked."),
    ("footnote", "The river rose two metres.[1] ‖It fell again by noon.[2]"),
    # Datelines.
    ("dateline_ap", "LONDON (AP) — Police said on Monday that a man was held. ‖He is 41."),
    ("dateline_date", "PORT HALVEN, March 3 (Meridian Wire) — Ships returned. ‖Crews cheered."),
    ("dateline_abbr", "HALVEN, Vt., Jan. 3 (MW) -- Ships returned on Monday. ‖Crews cheered."),
    ("dateline_wash", "WASHINGTON — The U.S. Treasury said Friday it would act. ‖Markets rose."),
    # Lines.
    (
        "sentence_a_line",
        (
            "The mayor resigned on Monday.\n‖Her deputy, Dr. Ost, took over.\n‖“Good,” said Bly.\n"
            "‖A vote is due at 5 p.m.\n‖Nobody else has come forward."
        ),
    ),
    (
        "hard_wrapped",
        (
            "The harbour authority said on Tuesday that the ferry between Port Halven\n"
            "and Corrin would not run before Friday, after Mr.\n"
            "Voss and two inspectors found cracks in the hull of the ship. ‖The company\n"
            "Northwind runs the line. ‖It has apologised to passengers and said that the\n"
            "Vermora Transport Board had been told."
        ),
    ),
    (
        "hard_wrapped_names",
        (
            "Witnesses told the court that the late chairman had met Senator Orla\n"
            "Penn at the house on Elm Street in the week before the vote of the\n"
            "Senate, and that he gave her the papers. ‖She denies it.\n\n"
            "‖The hearing goes on."
        ),
    ),
    (
        "headline_byline",
        (
            "Ferry halted after cracks found\n‖By Jane Doe, Meridian Wire\n‖PORT HALVEN (MW) — "
            "The ferry will not run before Friday. ‖Crews are at work."
        ),
    ),
    (
        "subheads",
        (
            "The ship was built in 1988.\n‖What happened next\n‖Inspectors came on board on Monday "
            "and found cracks in the hull, the harbour authority said in a statement.\n"
            "‖A long history\n‖It was not the first time."
        ),
    ),
    (
        "caption",
        "Photo: The ferry Corrin Star in Port Halven\n\n‖The ferry is old. ‖It leaks.",
    ),
    (
        "bullets",
        (
            "What we know:\n‖- The ferry stopped at noon\n‖- Nobody was hurt.\n"
            "‖• Repairs take a week\n‖* Tickets are refunded."
        ),
    ),
    (
        "numbered",
        (
            "2. Second thing.\n‖By Jane Doe, Reuters\n‖- bullet one here\n‖- bullet two.\n"
            "‖1) First of all. ‖And more."
        ),
    ),
    ("marker_alone", "•\nTickets are refunded.\n‖1.\nCall the office."),
    (
        "headlines_in_a_row",
        (
            "Storm hits coast as thousands flee homes in north\n"
            "‖Minister resigns over budget scandal\n‖Halden beat Corrin in last-minute thriller"
        ),
    ),
    (
        "windows_lines",
        "Ferry halted\r\n‖The ferry stopped at noon.\r\n‖It leaks.\r\n\r\n‖More to follow.",
    ),
    ("nbsp", "The ferry stopped.\u00a0‖It leaks. ‖Mr.\u00a0Voss knew."),
    ("no_space_after_quote", "The end.” ‖“Not yet,” said Bly."),
    ("astral", "Fans posted 😀🎉. ‖The 𝔽𝕖𝕣𝕣𝕪 band 🎸 replied! ‖Cafe\u0301 owners agreed."),
    # Lists inside a line.
    (
        "numbered_list",
        "The board ruled: ‖1. Northwind pays. ‖2. The line shuts. ‖3. A report is due by May. "
        "‖a) It is public. ‖b) It is short.",
    ),
    ("bracketed_list", "The rules are these: ‖(1) No cars. ‖(2) No dogs after 9 p.m. Monday."),
    ("roman_list", "i. Close the pit. ‖ii. Move the crew. ‖iii. Tell Voss."),
    ("bullets_in_a_line", "The plan: ‖• Close the pit ‖• Move 40 crews"),
    ("no_list", "The act would (a) raise fees; (b) cut staff; and (c) end it. ‖A. B. Crane left."),
    ("counted", "It berthed at No. 1. ‖The second ship took No. 2. ‖The third sank."),
    # Without a blank before or after a quotation.
    ("unspaced_opening", 'The council lost.‖The mayor left.‖"We tried," she said.‖He wept.'),
    ("unspaced_closing", 'He asked, "Why?"‖She left. ‖"We won."‖The crowd cheered.'),
    ("unspaced_curly", "The mayor left.‖“We tried,” she said.‖“It is over.”‖He wept."),
)
