"""Writes <year>.json beside this file: the public holidays of the ASEAN members.

Use: pip install holidays==0.109, then: python generate.py 2018 2026 2027 2028
Days in lieu are included. Malaysia's are those of Kuala Lumpur, where the federal offices are.
"""

import json
import pathlib
import sys

import holidays

LANGUAGES = {
    "BN": "en_US", "ID": "en_US", "KH": "en_US", "LA": "en_US", "MM": "en_US", "MY": "en_US",
    "PH": "en_PH", "SG": "en_SG", "TH": "en_US", "TL": "en_TL", "VN": "en_US",
}  # fmt: skip
PLACES = {"MY": "14"}


def days_of(member: str, year: int) -> list[str]:
    found = holidays.country_holidays(member, subdiv=PLACES.get(member), years=year, language=LANGUAGES[member])
    return [
        json.dumps({"date": day.isoformat(), "name": name}, ensure_ascii=False)
        for day, name in sorted(found.items())
        if day.year == year
    ]


for year in map(int, sys.argv[1:]):
    members = [
        f'  "{member}": [\n    ' + ",\n    ".join(days_of(member, year)) + "\n  ]" for member in sorted(LANGUAGES)
    ]
    path = pathlib.Path(__file__).with_name(f"{year}.json")
    path.write_text("{\n" + ",\n".join(members) + "\n}\n", encoding="utf-8")
    print(f"{path.name} written")
