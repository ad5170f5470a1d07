"""Provinces and the cities by which people name them: whose local rules a text speaks of."""

from __future__ import annotations

import re

HOME = "江苏"
"""The province whose local rules the shipped knowledge holds."""
PROVINCES = {
    "北京": (),
    "天津": (),
    "上海": ("浦东",),
    "重庆": (),
    "河北": ("石家庄", "唐山", "保定"),
    "山西": ("太原", "大同"),
    "辽宁": ("沈阳", "大连", "鞍山"),
    "吉林": ("长春",),
    "黑龙江": ("哈尔滨", "大庆"),
    "江苏": (
        *("苏州", "南京", "无锡", "常州", "南通", "扬州", "镇江", "泰州", "盐城", "淮安", "徐州", "宿迁", "连云港"),
        *("昆山", "张家港", "常熟", "太仓", "江阴", "宜兴"),
    ),
    "浙江": ("杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "台州"),
    "安徽": ("合肥", "芜湖", "蚌埠"),
    "福建": ("福州", "厦门", "泉州"),
    "江西": ("南昌", "赣州"),
    "山东": ("济南", "青岛", "烟台", "潍坊", "临沂", "淄博", "济宁", "日照"),
    "河南": ("郑州", "洛阳", "新乡"),
    "湖北": ("武汉", "宜昌", "襄阳"),
    "湖南": ("长沙", "株洲", "湘潭", "岳阳"),
    "广东": ("广州", "深圳", "珠海", "佛山", "东莞", "中山", "惠州", "汕头"),
    "海南": ("海口", "三亚"),
    "四川": ("成都", "绵阳", "宜宾", "泸州"),
    "贵州": ("贵阳", "遵义"),
    "云南": ("昆明", "大理"),
    "陕西": ("西安", "咸阳", "宝鸡"),
    "甘肃": ("兰州",),
    "青海": ("西宁",),
    "内蒙古": ("呼和浩特", "包头"),
    "广西": ("南宁", "柳州", "桂林"),
    "西藏": ("拉萨",),
    "宁夏": ("银川",),
    "新疆": ("乌鲁木齐",),
    "香港": (),
    "澳门": (),
    "台湾": (),
}
"""Each province with its larger cities; words that mean something else as well (安康, 资阳) are left out."""
_OWNERS = {name: province for province, cities in PROVINCES.items() for name in (province, *cities)}
_NAME = re.compile("|".join(sorted(_OWNERS, key=len, reverse=True)))
_SUFFIX = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)\Z")


def named(text: str) -> dict[str, str]:
    """The places that a folded text names, as they stand there, each with its province."""
    return {name: _OWNERS[name] for name in _NAME.findall(text)}


def without(text: str) -> str:
    """A folded text without the places it names."""
    return _NAME.sub("", text)


def province(text: str) -> str | None:
    """The short name of the province that a text is the name of, short or whole (江苏, 江苏省); None for anything else."""
    name = _SUFFIX.sub("", text.strip())
    return name if name in PROVINCES else None
