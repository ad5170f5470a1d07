"""Whom to call, and figures of the federation's own: reading them, and what is said of them."""

from __future__ import annotations

LOAD_LIST_TOP = "开头应是 {key} 这个键。请写成“{key}:”，下面每项以“- id:”开头。"
LOAD_LIST_NAME = "这个文件的位置或名称有误。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_AREA_TWICE = "“{area}”已写在 {other}。一个地方只能对应一家工会，请从其中一处删除。"
LOAD_PHONE = "电话“{phone}”格式有误，只能有数字和横线，如 0512-12345678，分机写“转801”，几个号码用顿号隔开。"
LOAD_UNFILLED = "unfilled 是未填标准时显示的文字，不能有数字、金额、比例。请改为不带数字的说法；有确切标准的请写进 value。"
LOAD_VALUE_BARE = "填了 value（标准），还应写明 source（出自哪份文件）和 checked（核对日期）。"
LOAD_LOCAL_NESTED = "本地标准的文字里不能再用 {local:…}。请直接写明内容。"
LOAD_LOCAL_UNKNOWN = "{name} 没有登记在 local.yaml 里。"
LOAD_LOCAL_ADD = "请先登记到 local.yaml，或删除这个占位符。"

LOCAL_SOURCE = "{value}（{source}，核对于 {date}）"

CONTACT_PHONE = "电话：{phone}"
CONTACT_ADDRESS = "地址：{address}"
CONTACT_HOURS = "办公时间：{hours}"
CONTACT_ABOUT = "办理事项：{about}"
CONTACT_CHECKED = "核对于 {date}"
CONTACT_NO_PHONE = "电话暂未登记。需要帮助，请回复“人工”转给工作人员。"
CONTACT_WHERE = "您单位在哪里？回复数字或点按钮查看当地工会；具体由哪一家管理，以上级工会确认为准。"
CONTACT_ELSEWHERE = "通讯录里没有登记“{place}”的工会。以下是已登记的，回复数字或点按钮查看："
CONTACT_NONE = "工会的联系方式暂未登记。需要帮助，请回复“人工”转给工作人员。"
CONTACT_OF = "{area}（{name}）"
CONTACT_NOTE = "当地可以联系：{name}"
CONTACT_NOTE_PHONE = "当地可以联系：{name}，电话 {phone}"
