"""Whom to call, and figures of the federation's own: reading them, and what is said of them."""

from __future__ import annotations

LOAD_LIST_TOP = "开头应是 {key} 这个键。请写成“{key}:”，下面每项以“- id:”开头。"
LOAD_LIST_NAME = "这个文件放错了地方或起错了名字。请改名为 {name}，放在知识文件夹的最上层。"
LOAD_AREA_TWICE = "“{area}”已写在 {other}。一个地方只能归一家工会，请从其中一处删掉。"
LOAD_PHONE = "电话写的是“{phone}”，应只有数字和横线，如 0512-12345678，分机写“转801”，几个号码用顿号隔开。"
LOAD_UNFILLED = "unfilled 是没填标准时说的话，里面不能有数字、金额、比例。请改成不带数字的说法；有了确切的标准就写进 value。"
LOAD_VALUE_BARE = "填了 value（标准），还要写 source（出自哪份文件）和 checked（哪天核对的）。"
LOAD_LOCAL_NESTED = "本地标准的文字里不能再用 {local:…}。请直接写出来。"
LOAD_LOCAL_UNKNOWN = "{name} 没有登记在 local.yaml 里。"
LOAD_LOCAL_ADD = "请先把它登记进 local.yaml，或删掉这个占位。"

LOCAL_SOURCE = "{value}（{source}，核对于 {date}）"

CONTACT_PHONE = "电话：{phone}"
CONTACT_ADDRESS = "地址：{address}"
CONTACT_HOURS = "办公时间：{hours}"
CONTACT_ABOUT = "办什么事：{about}"
CONTACT_CHECKED = "核对于 {date}"
CONTACT_NO_PHONE = "总工会还没有把电话登记进来，我这里查不到。可以回复“人工”，把要办的事留给工作人员。"
CONTACT_WHERE = "您单位在哪里？回复数字或点按钮看那里的工会；归哪一家管，以上级工会确认为准。"
CONTACT_ELSEWHERE = "通讯录里没有登记“{place}”的工会。已登记的有这些，回复数字或点按钮看："
CONTACT_NONE = "工会的联系方式还没有登记进来，这里查不到。回复“人工”可以把问题留给工作人员。"
CONTACT_OF = "{area}（{name}）"
CONTACT_NOTE = "您那里可以找：{name}"
CONTACT_NOTE_PHONE = "您那里可以找：{name}，电话 {phone}"
