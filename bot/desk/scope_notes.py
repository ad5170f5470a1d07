"""What a question asks for that the knowledge doesn't hold: another place's rules, another year's figures.

The answer still goes out, since national law holds everywhere, but it begins with what it is not.
"""

from __future__ import annotations

import re

from bot import china_time, wording
from bot.model import Block, Entry
from bot.normalise import fold

HOME = "江苏"
"""The province whose rules the knowledge holds beside national law."""
_PLACES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|"
    "新疆|香港|澳门|台湾|石家庄|唐山|保定|太原|大同|呼和浩特|包头|沈阳|大连|鞍山|长春|哈尔滨|大庆|杭州|宁波|温州|嘉兴|绍兴|金华|台州|合肥|芜湖|蚌埠|福州|厦门|"
    "泉州|南昌|赣州|济南|青岛|烟台|潍坊|临沂|淄博|济宁|日照|郑州|洛阳|新乡|武汉|宜昌|襄阳|长沙|株洲|湘潭|岳阳|广州|深圳|珠海|佛山|东莞|中山|惠州|汕头|南宁|柳州|"
    "桂林|海口|三亚|成都|绵阳|宜宾|泸州|贵阳|遵义|昆明|大理|拉萨|西安|咸阳|宝鸡|兰州|西宁|银川|乌鲁木齐|浦东"
)
_CITIES = re.compile("苏州|南京|无锡|常州|南通|扬州|镇江|泰州|盐城|淮安|徐州|宿迁|连云港|昆山|张家港|常熟|太仓|江阴|宜兴")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|版|最新|新|标准|修|$)")


def places_named(text: str) -> frozenset[str]:
    """Where a text says to be: `jiangsu`, `elsewhere`, both or neither."""
    asked = fold(text)
    home = HOME in asked or _CITIES.search(asked)
    return frozenset(name for name, found in (("jiangsu", home), ("elsewhere", _PLACES.search(asked))) if found)


def without_places(text: str) -> str:
    """The text without the places it names."""
    return _PLACES.sub("", _CITIES.sub("", fold(text).replace(HOME, "")))


def notes(text: str, entry: Entry, now: float) -> tuple[Block, ...]:
    """Notes to put before an entry's text: whose rules and which year's it doesn't give. `now` is Unix time."""
    asked = fold(text)
    said = fold("\n".join([entry.question, entry.answer, entry.region]))
    places = [place for place in dict.fromkeys(_PLACES.findall(asked)) if place not in said]
    cities = [city for city in dict.fromkeys(_CITIES.findall(asked)) if city not in said]
    found = []
    if places:
        found.append(wording.LIMIT_PLACE.format(place="、".join(places)))
    elif cities:
        found.append(wording.LIMIT_CITY.format(place="、".join(cities)))
    year = _YEAR.search(asked)
    if year and year[1] not in said and entry.reviewed is not None and int(year[1]) != entry.reviewed.year:
        current = china_time.moment(now).year
        template = wording.LIMIT_PAST if int(year[1]) < current else wording.LIMIT_YEAR
        found.append(template.format(year=year[1], reviewed=entry.reviewed.isoformat()))
    return tuple(Block("note", note) for note in found)
