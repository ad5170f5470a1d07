"""The desk; for cadres."""

from __future__ import annotations

GREETING = "您好，我是建会通，解答基层工会工作中的问题。直接打字提问就行，例如：公司只有十几个人能建工会吗"
WELCOME = (
    "我是建会通，帮基层工会干部查办事程序：建会、会员、换届、经费、集体协商、职代会、劳动争议等。",
    "直接打字提问，说得短、有错别字都没关系。一行里问两件事也可以。",
    "答案是审核过的原文，会写明依据的法律条文；没有核实的会说明，以上级工会确认为准。",
    "想看法律原文，写法律和条号就行，如“工会法第十一条”；按词找条文用“/law 竞业限制”。",
    "答完可以接着问“需要什么材料”“依据是什么”“要几天”。答不上来时，回复“人工”留给工作人员。",
)
WHO = "我是建会通，一个问答机器人。答案是审核过的文字，不会临时编写；我答不了的，回复“人工”留给工作人员。"
THANKS = "不客气。还有问题随时打字问我。"
AGREED = "好的。还有问题随时打字问我。"
BYE = "再见，有问题随时来问。"
GO_ON = "您请说，直接把问题打出来就行。"
PIECE_HEARD = "好的，您接着说。"
PRAISED = "谢谢您的鼓励。还有问题随时打字问我。"
NOISE = "我在。有问题直接打字问我，例如：工会几年换届一次"
SLIPPED = "没关系。有问题随时打字问我。"
DENIED = "是我没有理解对。您想问的是什么？请说得具体一点，或回复“人工”转给工作人员。"
DENIED_ABOUT = "我理解您问的是“{about}”。如果不是，请再说一遍您要问的事，或回复“人工”转给工作人员。"
ANGRY = "很抱歉没有帮上您。要找工作人员，请点“转人工”或回复“人工”。"
CHATTED = "我只解答基层工会工作方面的问题，例如：工会经费能发哪些福利"
UNCLEAR = "我没看出您想问什么。请把问题说完整，或回复“人工”转给工作人员。"
COMMAND_UNKNOWN = "没有这个命令。回复“帮助”看怎么用，或直接打字提问。"
ASK_WHAT = "请把问题打出来，例如：换届要提前多久准备"
TRADE = "工会"
"""What everything here is about: no name of a topic by itself."""
TOPICS = "我能回答这些方面的问题，回复数字或点按钮看具体内容："
TOPIC_LINE = "{title}（{count} 条）"
TOPIC_PAGE = "{title}（第 {page} 页，共 {pages} 页）。回复数字或点按钮看答案："
TOPIC_TURN = "回复“下一页”看更多，“上一页”往回翻，“目录”看全部主题。"
TOPIC_TURN_WHAT = "现在没有可以翻页的目录。回复“目录”看全部主题。"
TOPIC_MORE = "下一页"
TOPIC_BACK = "全部主题"
TOPIC_GONE = "这个主题已经没有了。回复“你会什么”看现有的主题。"
ENTRY_GONE = "这一条已经撤下或改了编号。请直接打字再问一次。"
ACTION_STALE = "这个按钮已经失效了。请直接打字再问一次。"

CHOOSE = "您问的可能是下面哪一条？回复数字或点按钮："
CHOOSE_NONE = "都不是就换个说法再问，或回复“人工”留给工作人员。"
NUMBER_NOTHING = "现在没有可以用数字选的。请直接打字提问，或回复“目录”看能问哪些内容。"
NUMBER_RANGE = "请回复 1 到 {most} 之间的数字，或者直接打字提问。"
LOST = "没关系。把您单位的情况和想办的事说一句就行，例如：公司20个人，想成立工会；回复“目录”看能问哪些，回复“人工”把问题留给工作人员。"
NONE_OF_THESE = "换个说法再问一次试试；也可以回复“人工”，把问题留给工作人员。"
UNKNOWN = "我不知道。我的资料里没有能确定回答这个问题的内容，不敢乱说。"
UNKNOWN_NEAR = "最接近的是下面几条，不一定是您要的："
UNKNOWN_HUMAN = "回复“人工”可以把问题留给工作人员；也可以换个说法再问，或向上级工会咨询。"
ALSO = "您还问到“{text}”，可能是下面哪一条？回复数字或点按钮："
CASE_ASK = "{question}回复数字或点按钮："
CASE_UNSURE = "不清楚，都看看"
CASE_LABEL = "情况：{label}"
CASE_ASSUMED = "按“{label}”回答。不是这种情况，就点或回复“{other}”。"
CASE_OTHER = "换一种情况"
LIMIT_PLACE = "注意：我没有{place}的本地规定。下面是全国的规定，写明江苏的只适用于江苏；{place}的标准和办法请问当地上级工会。"
LIMIT_CITY = "注意：我没有{place}市本级的规定。下面是全国和江苏省的规定，{place}的受理窗口、标准请问当地上级工会。"
LIMIT_PAST = "注意：您问的是{year}年的，下面是现行的规定（截至 {reviewed}），当年的规定可能不同。"
LIMIT_YEAR = "注意：您问的是{year}年的，下面的内容截至 {reviewed}，之后有没有新规定请问上级工会。"
SEVERAL = "您问了 {count} 件事，分别回答："
TOO_LONG = (
    "您发来的内容有 {count} 字，太长了，一次最多看 {most} 字。请只发要问的那几句，例如：工会经费能发哪些福利；"
    "材料比较多、要请人看的，请回复“人工”。"
)
EMPTY = "没有看到文字。请把问题打出来，例如：工会经费能发哪些福利"
RELATED = "相关的问题："
RELATED_NONE = "这一条没有列出相关的问题。请直接打字问。"

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
PART_MISSING = "资料里没有写明{part}。请问上级工会，或回复“人工”转给工作人员。"
PART_ELSEWHERE = "“{question}”没有写{part}，相关的问题里有："
PART_WHICH = "您问的是哪一件事的{part}？回复数字或点按钮："
PART_LAST = "第 {number} 步是最后一步。"
PART_NO_MORE = "这一条的内容已经全部发给您了。"
PART_OF_WHAT = "您想问哪件事的{part}？请把事情一起写上，例如：换届需要什么材料"
PART_OF_UNKNOWN = "您刚才问的“{about}”，资料里没有查到，所以也没有{part}可以告诉您。换个说法再问，或回复“人工”转给工作人员。"
FOLLOW_WHAT = "您想问的是哪件事？请把事情写完整，例如：会员不足25人怎么建工会"
FOLLOW_PART = "关于“{about}”，您想问哪方面？可以问材料、步骤、依据、时间、费用，也可以把问题写完整。"
FOLLOW_WHICH = "您想问的是“{about}”，对吗？请补充您单位的情况，例如人数、单位性质、在哪个省市。"
MEANT_JOIN = "——"
MEANT = f"{{about}}{MEANT_JOIN}{{text}}"
MEANT_TOLD = "{text}（{told}）"

HUMAN_ASK = "请用一句话写下要问的事，写明时间和单位情况，我转给工作人员。不问了，回复“取消”。"
HUMAN_SHOW = "这个问题将转给工作人员："
HUMAN_SHOWN = "“{text}”"
HUMAN_HOW = "回复“发送”就转过去。要改，请把问题重新打一遍；不转了，回复“取消”。"
HUMAN_SEND = "发送"
HUMAN_CANCEL = "取消"
HUMAN_NOT = "好的，没有转。还有问题随时打字问我。"
HUMAN_WAITS = "“{text}”还没有转给工作人员，要转请回复“发送”。"
HUMAN_TAKEN = "已转人工，编号 {number}：“{text}”"
HUMAN_AFTER = (
    "有了答复我会发到这里。回复“编号{number}”看进展，不想等了，回复“撤回{number}”。"
    "着急的话，请直接联系上级工会。请不要发身份证号、电话等个人信息。"
)
BUTTON_HUMAN = "转人工"

BUTTON_USEFUL = "有用"
BUTTON_USELESS = "没用"
RATED_USEFUL = "谢谢反馈，很高兴帮上忙。"
RATED_USELESS = "抱歉没帮上忙。是什么原因？点按钮或直接打字说明；要找人就回复“人工”。"
REASONS = {"off": "答非所问", "wrong": "内容有错或过时", "thin": "不够具体", "hard": "看不懂"}
REASON_TAKEN = "谢谢，已记下。要把问题留给工作人员，请回复“人工”。"
RATE_WHAT = "现在没有可以评价的回答。请先打字提问。"
