"""The desk; for cadres."""

from __future__ import annotations

GREETING = "您好，我是建会通，为您解答基层工会工作中的问题。请直接提问，例如：公司只有十几个人能建工会吗"
WELCOME = (
    "我是建会通，帮助基层工会干部查询办事程序：建会、会员、换届、经费、集体协商、职代会、劳动争议等。",
    "请直接打字提问，短一点、有错别字都没关系，也可以一次问两件事。",
    "答案都经过审核，并注明法律依据；尚未核实的会说明，以上级工会确认为准。",
    "想看法律原文，请发法律名称和条号，如“工会法第十一条”；按关键词查条文，请发“/law 竞业限制”。",
    "可以接着追问“需要什么材料”“依据是什么”“要几天”。没有解决的，回复“人工”转给工作人员。",
)
WHO = "我是建会通，一个问答机器人。答案都是事先审核过的，不会临时编写；没有解决的，回复“人工”转给工作人员。"
THANKS = "不客气。还有问题请随时问我。"
AGREED = "好的。还有问题请随时问我。"
BYE = "再见，有问题请随时来问。"
GO_ON = "您请说，把问题直接发给我就可以。"
TOLD = "记下了：{text}。"
TOLD_ABOUT = "记下了：{text}。请您接着说。"
TOLD_SPEAKS = "“{question}”里写到："
TOLD_LIKELY = "您说的可能与这个问题有关：“{question}”"
TOLD_NEXT = "接下来您可能想问，回复数字或点按钮："
TOLD_HUMAN = "也可以直接把问题写出来，或回复“人工”转给工作人员。"
AGAIN = "这也属于“{question}”："
AGAIN_NOT = "最接近的是前面的“{question}”，不知道有没有答到您问的。"
AGAIN_NEAR = "前面的“{question}”里，最接近的一句是："
AGAIN_LACKS = "“{question}”里没有写明{part}。请咨询上级工会，或回复“人工”转给工作人员。"
AGAIN_OTHERS = "您也可能想问，回复数字或点按钮："
PIECE_HEARD = "好的，您接着说。"
PRAISED = "谢谢您的鼓励。还有问题请随时问我。"
NOISE = "您好，有问题请直接提问，例如：工会几年换届一次"
SLIPPED = "没关系。有问题请随时问我。"
DENIED = "抱歉，我没有理解您的意思。请说得具体一些，或回复“人工”转给工作人员。"
DENIED_ABOUT = "抱歉，我以为您问的是“{about}”。请换个说法再问，或回复“人工”转给工作人员。"
ANGRY = "很抱歉没能帮到您。需要工作人员帮助，请点“转人工”或回复“人工”。"
CHATTED = "我只解答基层工会工作方面的问题，例如：工会经费能发哪些福利"
UNCLEAR = "抱歉，没有看懂您的问题。请说得完整一些，或回复“人工”转给工作人员。"
COMMAND_UNKNOWN = "没有这个命令。回复“帮助”查看用法，或直接提问。"
ASK_WHAT = "请发送您的问题，例如：换届要提前多久准备"
TRADE = "工会"
"""What everything here is about: no name of a topic by itself."""
TOPICS = "可以解答以下方面的问题，回复数字或点按钮查看："
TOPIC_LINE = "{title}（{count} 条）"
TOPIC_PAGE = "{title}（第 {page} 页，共 {pages} 页）。回复数字或点按钮查看答案："
TOPIC_TURN = "回复“下一页”“上一页”翻页，“目录”查看全部主题。"
TOPIC_TURN_WHAT = "当前没有可翻页的内容。回复“目录”查看全部主题。"
TOPIC_MORE = "下一页"
TOPIC_BACK = "全部主题"
TOPIC_GONE = "这个主题已撤下。回复“目录”查看现有的主题。"
ENTRY_GONE = "这条内容已撤下或有更新。请直接再问一次。"
ACTION_STALE = "这个按钮已失效。请直接再问一次。"

CHOOSE = "您想问的是下面哪一条？回复数字或点按钮："
CHOOSE_LIKELY = "您想问的是“{question}”吗？"
CHOOSE_OTHER = "看全文或者换一条，请回复数字或点按钮："
CHOOSE_TOLD = "——"
CHOOSE_LINE = f"{{question}}{CHOOSE_TOLD}{{answer}}"
CHOOSE_ONE = "是的话，请回复“1”或点按钮看全文；不是的话，请用一句话写出最想问的，或回复“人工”转给工作人员。"
STORY_ASK = "您说的情况比较多，我没有把握。请用一句话写出最想问的，例如：任期满了能不能晚点换届"
CHOOSE_NONE = "如果都不是，请换个说法再问，或回复“人工”转给工作人员。"
NUMBER_NOTHING = "当前没有可用数字选择的内容。请直接提问，或回复“目录”查看可以问什么。"
NUMBER_RANGE = "请回复 1 到 {most} 之间的数字，或直接提问。"
LOST = (
    "没关系，请用一句话说明单位情况和想办的事，例如：公司20个人，想成立工会。回复“目录”查看可以问什么，回复“人工”转给工作人员。"
)
LOST_SHORT = "“{question}”，一句话说就是：{answer}"
LOST_EXAMPLE = "举例来说：{example}"
LOST_NO_EXAMPLE = "资料里没有现成的例子。"
LOST_HUMAN = "哪一点不清楚，请直接告诉我；也可以回复“人工”转给工作人员。"
NONE_OF_THESE = "请换个说法再问一次，或回复“人工”转给工作人员。"
UNKNOWN = "这个问题我暂时答不了，资料里没有查到确切的内容。"
UNKNOWN_FAR = "这个问题我暂时答不了，可能不属于基层工会工作的范围，资料里没有查到。"
UNKNOWN_CLOSE = "没有查到完全对应的内容，下面几条最接近，供您参考："
UNKNOWN_NEAR = "下面几条内容相近，供您参考："
UNKNOWN_HUMAN = "您可以换个说法再问，或回复“人工”转给工作人员，也可以咨询上级工会。"
ALSO = "您还问到“{text}”，想问的是下面哪一条？回复数字或点按钮："
CONDITION_ASK = "{question}回复数字或点按钮："
CONDITION_UNSURE = "不清楚，都看看"
CONDITION_LABEL = "情况：{label}"
CONDITION_ASSUMED = "以下按“{label}”回答；如果不符，请点或回复“{other}”。"
CONDITION_OTHER = "换一种情况"
LIMIT_PLACE = (
    "注意：资料里没有{place}的本地规定。以下是全国规定，注明某省某市的只适用于当地；{place}的标准和办法请咨询当地上级工会。"
)
LIMIT_CITY = "注意：资料里没有{place}市本级的规定。以下是全国和{region}的规定，{place}的受理窗口、标准请咨询当地上级工会。"
LIMIT_PAST = "注意：您问的是{year}年的情况，以下是现行规定（截至 {reviewed}），当年的规定可能不同。"
LIMIT_YEAR = "注意：您问的是{year}年的情况，以下内容截至 {reviewed}，此后有无新规定请咨询上级工会。"
SEVERAL = "您问到 {count} 个问题，分别答复如下："
TOO_LONG = (
    "您发来的内容有 {count} 字，超过了 {most} 字的上限。请只发要问的那几句，例如：工会经费能发哪些福利；"
    "材料较多、需要工作人员查看的，请回复“人工”。"
)
EMPTY = "没有收到文字。请发送您的问题，例如：工会经费能发哪些福利"
RELATED = "相关的问题："
RELATED_NONE = "这一条没有相关的问题。请直接提问。"

PARTS = {
    "more": "其余内容",
    "next": "下一步",
    "approve": "审批",
    "people": "人数",
    "penalty": "后果",
    "materials": "材料",
    "sources": "依据",
    "steps": "步骤",
    "step": "这一步",
    "time": "时间",
    "money": "费用",
    "where": "受理单位",
    "region": "各地规定",
    "forms": "表格和材料",
    "related": "相关的问题",
}
DETAIL_NEXT = "下一步"
DETAILS = {"more": "展开", "sources": "看依据", "steps": "看步骤", "materials": "看材料"}
PART_STEP = "第 {number} 步，共 {count} 步：{step}"
PART_OF = "{question} · {part}"
PART_MISSING = "资料里没有写明{part}。请咨询上级工会，或回复“人工”转给工作人员。"
PART_ELSEWHERE = "“{question}”里没有提到{part}，相关的问题里有："
PART_WHICH = "您问的是哪一件事的{part}？回复数字或点按钮："
PART_LAST = "第 {number} 步已是最后一步。"
PART_NO_MORE = "这一条的内容已经全部发给您了。"
PART_OF_WHAT = "您想问哪件事的{part}？请一并写明，例如：换届需要什么材料"
PART_OF_UNKNOWN = "“{about}”在资料里没有查到，暂时也答不了它的{part}。请换个说法再问，或回复“人工”转给工作人员。"
FOLLOW_WHAT = "您想问的是哪件事？请把事情写完整，例如：会员不足25人怎么建工会"
FOLLOW_PART = "关于“{about}”，您想问哪方面？可以问材料、步骤、依据、时间、费用，也可以把问题写完整。"
FOLLOW_WHICH = "您想问的是“{about}”，对吗？请补充您单位的情况，例如人数、单位性质、在哪个省市。"
MEANT_JOIN = "——"
MEANT = f"{{about}}{MEANT_JOIN}{{text}}"
MEANT_TOLD = "{text}（{told}）"

HUMAN_ASK = "请用一段话写明要问的事、时间和单位情况，我会转给工作人员。不问了，请回复“取消”。"
HUMAN_CALL = "我只能打字答复，打不了电话；工作人员看到问题后，会在这里答复您。"
HUMAN_SHOW = "将把这个问题转给工作人员："
HUMAN_SHOWN = "“{text}”"
HUMAN_HOW = "确认请回复“发送”；要修改，请重新发送问题；不转了，请回复“取消”。"
HUMAN_SEND = "发送"
HUMAN_CANCEL = "取消"
HUMAN_NOT = "好的，已取消，问题没有转出。还有问题请随时问我。"
HUMAN_WAITS = "“{text}”尚未转给工作人员，确认要转请回复“发送”。"
HUMAN_TAKEN = "已转人工，编号 {number}：“{text}”"
HUMAN_AFTER = (
    "有答复后会发到这里。查看进展，请回复“编号{number}”；不想等了，请回复“撤回{number}”。"
    "如果着急，请直接联系上级工会。请不要发身份证号、电话等个人信息。"
)
BUTTON_HUMAN = "转人工"

BUTTON_USEFUL = "有用"
BUTTON_USELESS = "没用"
RATED_USEFUL = "感谢反馈，很高兴能帮到您。"
RATED_USELESS = "抱歉没能帮到您。请点按钮选择原因，或直接打字说明；需要工作人员答复，请回复“人工”。"
REASONS = {"off": "答非所问", "wrong": "内容有错或过时", "thin": "不够具体", "hard": "看不懂"}
REASON_TAKEN = "谢谢，已记录。需要工作人员答复，请回复“人工”。"
RATE_WHAT = "当前没有可评价的回答。请先提问。"
