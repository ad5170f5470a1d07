"""The web's public pages by plain HTTP: ask, read, download, fill in; everything without JavaScript."""

from __future__ import annotations

import asyncio
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from urllib.parse import quote, unquote

import pytest
from docx import Document as Word

from bot import wording
from bot.desk.topic_order import ordered
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.model import Knowledge, Question, Reply
from bot.settings import MailSettings, Settings
from bot.store.sqlite_store import SqliteStore
from tests.house import STRANGE
from tests.web_rig import Web, form, last, web, words

pytestmark = pytest.mark.anyio


# ---------------------------------------------------------------- ask


async def test_cited_articles_open_below_an_answer_word_for_word(site: Web, known: Knowledge) -> None:
    text = known.law_text("中华人民共和国工会法")
    assert text is not None
    article = text.article("11")
    assert article is not None
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "公司只有十几个人能建工会吗"})
        opened = page.text.partition('<details class="law">')[2].partition("</details>")[0]
        assert all(f"<p>{line}</p>" in opened for line in article.lines)
        whole = re.search(r'href="(/laws/[^"#]+)#([^"]+)"', opened)
        assert whole
        law = await cadre.get(unquote(whole[1]))
        assert f'id="{unquote(whole[2])}"' in law.text
        page = await cadre.post("/ask", data={"q": "工会法第十一条"})
        assert all(line in last(page.text) for line in article.lines)
        assert f"#{quote('第十二条')}" in page.text.rpartition('<article class="turn"')[2]  # the next one, on the law's page


async def test_a_question_is_answered_with_its_basis_and_the_talk_goes_on(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "公司只有十几个人能建工会吗"})
        assert page.url.path == "/talk"
        assert "25人" in words(page.text)
        assert "工会法" in words(page.text)
        page = await cadre.post("/ask", data={"q": "依据是什么"})
        assert "第十一条" in last(page.text)


async def test_the_number_of_an_unanswered_question_comes_with_the_private_link(site: Web) -> None:
    """Nobody has to ask for a person first: she was told that the answer will come."""
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": STRANGE})
        assert wording.WEB_WAITING.format(numbers=1) in words(page.text)
        link = re.search(r'href="(/q/[^"]+)"', page.text)
        assert link
        assert wording.WEB_LINK_NUMBER.format(number=1) in words((await cadre.get(link[1])).text)
        assert "专属链接" in last(page.text)


async def test_sentences_name_the_buttons_that_are_there(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": STRANGE})
        assert "回复“人工”" not in last(page.text)
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
        assert wording.WEB_PRESSED.format(label=wording.HUMAN_SEND) in last(page.text)
        page = await cadre.post("/ask", data={"q": "有什么文件"})
        assert "请请" not in last(page.text)


def test_what_is_said_otherwise_on_a_page_is_still_said_somewhere() -> None:
    def every(value: object) -> str:
        if isinstance(value, dict):
            return "".join(every(one) for one in value.values())
        return "".join(map(every, value)) if isinstance(value, tuple) else value if isinstance(value, str) else ""

    said = "".join(every(value) for name, value in vars(wording).items() if name.isupper() and name != "WEB_CLICKED")
    assert [one for one in wording.WEB_CLICKED if one not in said] == []


async def test_a_vague_question_is_narrowed_down_by_a_press(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "上班的点拉大家去搞拔河比赛可以不"})
        label = re.search(r'name="label" value="([^"]+)"', page.text)
        assert label
        page = await cadre.post("/ask", data=form(page.text, "/ask", label[1]))
        assert f"<h2>{label[1]}</h2>" in page.text


async def test_a_list_says_beside_a_choice_what_it_answers(site: Web, known: Knowledge) -> None:
    answers = {entry.question: entry.answer for entry in known.entries}
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "上班的点拉大家去搞拔河比赛可以不"})
        turn = page.text.rpartition('<article class="turn"')[2]
        listed = turn.partition('<ul class="acts">')[2].partition("</ul>")[0].split("</li>")[:-1]
        assert len(listed) >= 2
        told = 0
        for one in listed:
            label = re.search(r'name="label" value="([^"]+)"', one)
            assert label
            told += answers[label[1]][:6] in one.partition("</form>")[2]
        assert told


async def test_the_same_form_sent_twice_is_one_question(site: Web) -> None:
    async with site.browser() as cadre:
        await cadre.post("/ask", data={"q": "怎么加入工会"})
        once = form((await cadre.get("/talk")).text, "/ask", wording.WEB_ASK)
        for _ in range(2):
            page = await cadre.post("/ask", data={"q": "会费交多少"} | once)
        assert page.text.count("会费交多少</p>") == 1
        assert len(site.site.services.store.asked_between(0, 9e12)) == 2


async def test_an_answer_can_be_rated_and_the_reason_given(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "怎么加入工会"})
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_USELESS))
        await cadre.post("/ask", data=form(page.text, "/ask", wording.REASONS["thin"]))
        [kept] = site.site.services.store.asked_between(0, 9e12)
        assert (kept.useful, kept.reason) == (False, wording.REASONS["thin"])


async def test_a_question_for_a_person_gets_a_private_link_where_the_answer_appears(site: Web) -> None:
    work = site.staff.inquiries
    async with site.browser() as cadre, site.browser() as elsewhere:
        page = await cadre.post("/ask", data={"q": STRANGE})
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.HUMAN_SEND))
        assert "编号 1" in words(page.text)
        link = re.search(r'href="(/q/[^"]+)"', page.text)
        assert link
        assert wording.WEB_LINK_STATES["open"] in (await elsewhere.get(link[1])).text
        work.run_due_work()
        [inquiry] = work.open_by_priority()
        assert work.answer(inquiry, "冷藏两三天，吃前热透。", "telegram:1")
        found = await elsewhere.get(link[1])
        assert "冷藏两三天，吃前热透。" in words(found.text)
        assert wording.WEB_LINK_STATES["answered"] in found.text
        assert "冷藏两三天，吃前热透。" in words((await cadre.get("/talk")).text)
        again = await elsewhere.get(link[1])
        assert again.text.count("冷藏两三天") == 1
        thanked = await elsewhere.post("/ask", data=form(again.text, "/ask", wording.INQUIRY_USEFUL_BUTTON))
        assert thanked.status_code == 200


async def test_an_answer_also_goes_to_the_address_that_the_asker_left(
    settings: Settings, live: LiveKnowledge, store: SqliteStore
) -> None:
    with web(settings, live, store, mail=MailSettings(address="helpdesk@example.org", password="x")) as site:
        work = site.staff.inquiries
        async with site.browser() as cadre:
            page = await cadre.post("/ask", data={"q": STRANGE})
            page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
            page = await cadre.post("/ask", data=form(page.text, "/ask", wording.HUMAN_SEND))
            link = re.search(r'href="(/q/[^"]+)"', page.text)
            assert link
            for wrong in ("wang at example", "a@b.cn, c@d.cn", "a@b.cn\nBcc: c@d.cn", "<a@b.cn>", "a@" + "b" * 300 + ".cn"):
                page = await cadre.post(f"{link[1]}/mail", data={"address": wrong})
                assert wording.WEB_MAIL_WRONG in page.text
            forged = await cadre.post(f"{link[1][:-3]}xyz/mail", data={"address": "wang@example.com"})
            assert forged.status_code == 404
            page = await cadre.post(f"{link[1]}/mail", data={"address": "wang@example.com"})
            assert 'value="wang@example.com"' in page.text
            assert "wang@" not in str(page.url)
            work.run_due_work()
            [inquiry] = work.open_by_priority()
            assert work.answer(inquiry, "冷藏两三天，吃前热透。", "telegram:1")
            for _ in range(2):
                page = await cadre.get(link[1])
            assert page.text.count("冷藏两三天") == 1
            [mail] = store.waiting("mail")
            assert mail.conversation.startswith("mail:wang@example.com:")
            said = "".join(block.text for block in mail.blocks)
            assert "冷藏两三天，吃前热透。" in said
            assert link[1] in said
            assert "wang@example.com" not in page.text  # nothing waits any more: it is forgotten


async def test_without_a_mailbox_no_address_is_asked_for(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": STRANGE})
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.HUMAN_SEND))
        link = re.search(r'href="(/q/[^"]+)"', page.text)
        assert link
        assert 'name="address"' not in (await cadre.get(link[1])).text
        assert (await cadre.post(f"{link[1]}/mail", data={"address": "wang@example.com"})).status_code == 404


async def test_what_an_earlier_process_took_in_is_answered_after_it_died(site: Web) -> None:
    """The browser saw an error; its form sent again, or its next visit, finds the answer."""
    from bot.channels.web import question_intake

    store = site.site.services.store
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "怎么加入工会"})
        once = form(page.text, "/ask", wording.WEB_ASK)["once"]
        [conversation] = {one.conversation for one in store.asked_between(0, 9e12)}
        payload = '{"text": "会费交多少", "action": "", "label": "", "conversation": "' + conversation + '"}'
        assert store.receive("web", f"{conversation}:{once}", payload)
        await question_intake.resume(site.site)
        assert store.pending("web") == ()
        page = await cadre.post("/ask", data={"q": "会费交多少", "once": once})
        assert page.text.count("会费交多少</p>") == 1
        assert "会费" in words(page.text)


async def test_a_question_that_ends_the_process_again_and_again_is_set_aside_and_the_next_is_answered(site: Web) -> None:
    from bot.channels.web import question_intake

    store = site.site.services.store
    asked: list[str] = []

    async def ends(question: Question) -> Reply:
        asked.append(question.text)
        await asyncio.Event().wait()  # until the process is ended
        raise AssertionError

    for key, text in (("bad", "怎么加入工会"), ("good", "会费交多少")):
        said = {"text": text, "action": "", "label": "", "conversation": "web:v"}
        assert store.receive("web", f"web:v:{key}", json.dumps(said))
    deadly = replace(site.site, services=replace(site.site.services, ask=ends))
    for count in (1, 2):
        process = asyncio.create_task(question_intake.resume(deadly))
        while len(asked) < count:
            await asyncio.sleep(0.01)
        process.cancel()
        await asyncio.gather(process, return_exceptions=True)
    await question_intake.resume(site.site)
    assert store.pending("web") == ()
    assert [(one.key, one.reason) for one in store.aside()] == [("web:v:bad", "deadly")]
    bad, good = store.turn("web:v", "bad"), store.turn("web:v", "good")
    assert bad is not None
    assert good is not None
    assert "编号" in bad.reply.blocks[0].text
    assert good.reply.decision == "answer"
    assert store.steps("web") == {}


async def test_a_plain_form_on_another_site_asks_by_its_address(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.get("/ask", params={"q": "怎么加入工会"})
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.BUTTON_HUMAN))
        page = await cadre.post("/ask", data=form(page.text, "/ask", wording.HUMAN_SEND))
        assert "编号 1" in words(page.text)


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001])
async def test_what_cannot_be_asked_is_kept_with_what_to_do(site: Web, text: str) -> None:
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": text})
        assert page.status_code == 422
        assert wording.WEB_ERROR_PREFIX in page.text.partition("</title>")[0]
        assert text.strip() in page.text


async def test_a_visitor_sees_what_is_kept_and_has_it_deleted(site: Web) -> None:
    async with site.browser() as cadre:
        await cadre.post("/ask", data={"q": "怎么加入工会"})
        assert "1 个问题" in words((await cadre.get("/privacy")).text)
        await cadre.post("/privacy", data={"sure": "1"})
        assert site.site.services.store.asked_between(0, 9e12) == ()
        assert (await cadre.get("/talk")).url.path == "/"


# ---------------------------------------------------------------- read


async def test_a_law_is_read_whole_with_what_rests_on_each_article(site: Web, known: Knowledge) -> None:
    for text in known.texts:
        async with site.browser() as cadre:
            page = (await cadre.get(f"/laws/{text.title}")).text
        assert re.findall(r'<section id="([^"]+)" class="article">', page)[: len(text.articles)] == [
            one.label for one in text.articles
        ]
        assert all(f'id="c{number}"' in page for number, _ in enumerate(text.chapters(), 1))
        assert all(f'href="/a/{entry.id}"' in page for entry in known.resting_on(text.title))


async def test_search_finds_articles_by_number_and_by_words(site: Web) -> None:
    async with site.browser() as cadre:
        assert "《工会法》第四十二条" in (await cadre.get("/search", params={"q": "工会法第42条"})).text
        found = (await cadre.get("/search", params={"q": "竞业限制"})).text.partition(wording.WEB_SEARCH_ARTICLES)[2]
        assert "《劳动合同法》第二十四条" in found


async def test_figures_that_the_federation_owes_are_told_in_words(site: Web, known: Knowledge) -> None:
    local = [one for one in known.entries if "{local:" in one.answer + "".join(v.answer for v in one.variants)]
    assert local
    async with site.browser() as cadre:
        for one in local:
            assert "{local:" not in (await cadre.get(f"/a/{one.id}")).text
            assert "{local:" not in (await cadre.get(f"/api/v1/entries/{one.id}")).text


async def test_every_entry_topic_law_and_document_has_a_page(site: Web, known: Knowledge) -> None:
    paths = [f"/a/{one.id}" for one in known.entries] + [f"/topics/{one.key}" for one in known.topics]
    paths += [f"/laws/{one.title}" for one in known.laws] + [f"/documents/{one.id}" for one in known.documents]
    paths += [f"/documents/{one.document}/fill" for one in known.forms]
    async with site.browser() as cadre:
        wrong = [path for path in paths if (await cadre.get(path)).status_code != 200]
    assert wrong == []


async def test_an_entry_page_says_the_whole_answer(site: Web, known: Knowledge) -> None:
    entry = next(one for one in known.entries if one.steps and one.materials)
    async with site.browser() as cadre:
        said = words((await cadre.get(f"/a/{entry.id}")).text)
    for line in (*entry.answer.split("\n"), *entry.steps, *entry.materials):
        assert re.sub(r"\s+", " ", line.strip()) in said


async def test_every_link_within_the_site_leads_somewhere(site: Web, known: Knowledge) -> None:
    """Anchors too: the chat points at chapters of guides, sources at articles of laws."""
    pages: dict[str, str] = {}
    waiting = [
        "/",
        "/topics",
        "/documents",
        "/documents?by=topic",
        "/news",
        "/laws",
        "/search?q=换届",
        "/privacy",
        "/for-sites",
    ]
    links: set[tuple[str, str]] = set()
    async with site.browser() as cadre:
        while waiting:
            path = waiting.pop()
            if path in pages:
                continue
            page = await cadre.get(path)
            pages[path] = page.text if "html" in page.headers["content-type"] else ""
            assert page.status_code == 200, path
            for href in re.findall(r'href="(/[^"]*)"', pages[path]):
                where, _, anchor = href.replace("&amp;", "&").partition("#")
                links.add((where, anchor))
                if "mode=" not in where and not where.startswith("/files/"):
                    waiting.append(where)
    from urllib.parse import unquote

    assert len(pages) > 500
    anchors = {(where, unquote(anchor)) for where, anchor in links if anchor and where in pages}
    assert [one for one in anchors if f'id="{one[1]}"' not in pages[one[0]]] == []


async def test_the_feed_is_atom_and_its_links_are_whole(site: Web) -> None:
    async with site.browser() as cadre:
        feed = ET.fromstring((await cadre.get("/atom.xml")).text)  # noqa: S314  # our own
    space = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{space}entry")
    assert len(entries) > 10
    ids = [one.findtext(f"{space}id") for one in entries]
    assert len(set(ids)) == len(ids)
    assert all(str(one).startswith("http://127.0.0.1:8080/") for one in ids)


async def test_search_finds_what_asking_finds(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.get("/search", params={"q": "公司只有十几个人能建工会吗"})
        first = re.search(r'<ul class="rows"><li><a href="/a/([^"]+)"', page.text)
        assert first
        index = site.staff.live.index
        ranked = site.staff.desk_thread.submit(index.rank, "公司只有十几个人能建工会吗", 1).result()
        assert first[1] == ranked[0].entry


async def test_a_word_finds_the_documents_and_the_topic_that_are_called_by_it(site: Web, known: Knowledge) -> None:
    async with site.browser() as cadre:
        page = (await cadre.get("/search", params={"q": "换届"})).text
        assert "/topics/election" in page
        assert "/files/election-guide.docx" in page
        assert len(re.findall(r'href="/a/election-', page)) >= 4
        nothing = await cadre.get("/search", params={"q": STRANGE})
        assert wording.WEB_SEARCH_NOTHING in words(nothing.text)


async def test_each_document_lies_with_the_topic_that_it_is_for(site: Web, known: Knowledge) -> None:
    async with site.browser() as cadre:
        listed = (await cadre.get("/documents", params={"by": "topic"})).text
        first = listed.partition("<section")[2].partition("</section>")[0]
        assert "组建工会" in first.partition("</h2>")[0]
        assert "基层单位建会操作指南" in first
        assert "/documents/setup-guide" in (await cadre.get("/topics/setup")).text


async def test_topics_begin_with_those_of_the_guides_until_people_ask_for_others(site: Web, known: Knowledge) -> None:
    assert [one.key for one in ordered(known, {})][:3] == ["setup", "election", "home"]
    assert [one.key for one in ordered(known, {"funds-forbidden": 4})][:3] == ["setup", "election", "home"]
    assert [one.key for one in ordered(known, {"funds-forbidden": 5, "women-allowance": 9})][:3] == ["women", "funds", "setup"]
    assert sorted(ordered(known, {}), key=lambda one: one.key) == sorted(known.topics, key=lambda one: one.key)
    async with site.browser() as cadre:
        home = (await cadre.get("/")).text
        assert home.index("/topics/setup") < home.index("/topics/election")


async def test_large_type_stays_on_by_its_link_alone(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.get("/topics", params={"mode": "big"})
        assert 'class="big"' in page.text
        inner = re.findall(r'href="(/topics/[^"]+)"', page.text)
        assert inner
        assert all("mode=big" in one for one in inner)
        assert not cadre.cookies
        page = await cadre.post("/ask?mode=big", data={"q": "怎么加入工会"})
        assert 'class="big"' in page.text


# ---------------------------------------------------------------- documents


async def test_the_setup_guide_is_two_presses_from_the_first_page(site: Web) -> None:
    async with site.browser() as cadre:
        home = (await cadre.get("/")).text
        assert "/documents/setup-guide" in home
        page = (await cadre.get("/documents/setup-guide")).text
        label = re.search(r'href="(/files/setup-guide.docx)" download>([^<]+)<', page)
        assert label
        assert re.fullmatch(r"基层单位建会操作指南（Word，\d+ KB）", label[2])
        file = await cadre.get(label[1])
        assert Word(BytesIO(file.content)).paragraphs
        assert site.site.services.store.download_counts() == {"setup-guide": 1}


async def test_every_file_of_the_catalogue_can_be_had(site: Web, known: Knowledge) -> None:
    async with site.browser() as cadre:
        for document in known.documents:
            for name in document.files:
                found = await cadre.get(f"/files/{document.id}.{name.rpartition('.')[2]}")
                assert (found.status_code, len(found.content) > 500) == (200, True), name


async def test_a_guide_is_a_page_with_the_chat_s_anchors(site: Web, known: Knowledge) -> None:
    async with site.browser() as cadre:
        page = (await cadre.get("/documents/setup-guide/read")).text
    for section in known.sections:
        if section.document == "setup-guide":
            assert re.search(rf'id="s{section.number}" [^>]*>\s*<h\d>{re.escape(section.title)}</h', page)


async def test_a_form_is_filled_in_on_a_page_and_comes_back_as_word(site: Web) -> None:
    typed = {"f0": "某某工会", "f1": "王小明", "f2": "某某公司", "f3": "装配车间", "f5": "个人原因"}
    async with site.browser() as cadre:
        address = "/documents/leave-application/fill"
        page = await cadre.post(address, data={"do": "look"} | {"f0": "某某工会"})
        assert page.status_code == 422
        assert 'class="summary"' in page.text
        assert 'value="某某工会"' in page.text
        field = re.search(r'type="radio" name="(f\d+)" value="([^"]+)"', page.text)
        assert field
        page = await cadre.post(address, data=typed | {field[1]: field[2], "do": "look"})
        assert page.status_code == 200, words(page.text)
        assert "王小明" in words(page.text)
        file = await cadre.post(address, data=form(page.text, address) | {"do": "make"})
        assert file.content.startswith(b"PK")
        said = "".join(
            one.text for one in Word(BytesIO(file.content)).element.body.iter() if one.tag.endswith("}t") and one.text
        )
        assert "王小明" in said
        assert 'value="王小明"' in (await cadre.get(address)).text


async def test_the_page_refuses_what_the_chat_refuses(site: Web, known: Knowledge) -> None:
    """The same readings and checks: what the chat's field takes, the page takes, and the other way round."""
    from datetime import date

    from bot.forms import validation as blanks

    tries = (
        "13912345678",
        "11010119900307123X",
        "不是日期",
        "2026年13月1日",
        "-5",
        "1e9",
        "长" * 3000,
        "〇",
        "三十二",
        "正常文字",
        "\n甲\n乙",
    )
    forms = [(one, field) for one in known.forms for field in one.fields][::17]
    for place, (one, field) in enumerate(forms):
        async with site.browser(f"198.51.{place}.7") as cadre:
            for text in tries:
                number = one.fields.index(field)
                page = await cadre.post(f"/documents/{one.document}/fill", data={f"f{number}": text, "do": "look"})
                try:
                    blanks.read(field, text, date(2026, 11, 29))
                    refused = False
                except blanks.RefusedError:
                    refused = True
                shown = f"“{field.name}”：" in words(page.text)
                assert shown == refused, (one.document, field.name, text)


async def test_a_number_that_is_nobody_else_s_business_is_not_kept(site: Web) -> None:
    async with site.browser() as cadre:
        address = "/documents/leave-application/fill"
        await cadre.post(address, data={"f1": "13912345678", "f2": "某某公司", "do": "look"})
        again = (await cadre.get(address)).text
        assert "13912345678" not in again
        assert 'value="某某公司"' in again


# ---------------------------------------------------------------- other sites


async def test_the_box_in_a_frame_needs_no_cookies(site: Web) -> None:
    async with site.browser() as cadre:
        page = await cadre.get("/embed/ask")
        assert "x-frame-options" not in page.headers
        page = await cadre.post("/embed/ask", data={"q": "公司只有十几个人能建工会吗"} | form(page.text, "/embed/ask"))
        assert "25人" in words(page.text)
        page = await cadre.post("/embed/ask", data={"q": "依据是什么"} | form(page.text, "/embed/ask", wording.WEB_ASK))
        assert "第十一条" in last(page.text)
        assert not cadre.cookies


async def test_nothing_comes_from_elsewhere(site: Web) -> None:
    """No third-party request of any kind; filing links are followed only when pressed."""
    async with site.browser() as cadre:
        for path in ("/", "/topics", "/documents", "/documents/setup-guide/read", "/embed/ask", "/for-sites"):
            page = (await cadre.get(path)).text
            assert re.findall(r'<(?:script|img|link|iframe|source)[^>]*(?:src|href)="(?:https?:)?//', page) == []
            assert "<script>" not in page
            assert " style=" not in page.partition("<pre")[0]
            assert not re.search(r"\son[a-z]+=", page)


async def test_the_web_asks_as_every_channel_does(site: Web) -> None:
    reply = await site.worker.ask(Question("怎么加入工会", "web:x", "web:x", "web", "k"))
    async with site.browser() as cadre:
        page = await cadre.post("/ask", data={"q": "怎么加入工会"})
    for block in reply.blocks:
        if block.kind == "text":
            assert re.sub(r"\s+", " ", block.text) in words(page.text)
