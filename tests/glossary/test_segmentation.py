"""Characters of a Chinese text that are a word, and those that belong to two."""

import pytest

from sitegen.glossary.segmentation import is_word


@pytest.mark.parametrize(
    "text",
    ["中国[内存]市场很大", "配备[内存]和显卡的", "[高通]公司发布", "[美光]推出新品", "[三星]发布", "[显卡]价格", "这款[芯片]很快",
     "[芯片]上市", "采用[光刻]技术", "老[总线]用了十年", "在[晶圆]厂", "[服务器]端软件", "[数据中心]里", "人工智能[芯片]组合",
     "[顯示卡]缺貨", "[内存]"],
)  # fmt: skip
def test_words(text):
    start, end = text.index("["), text.index("]") - 1
    assert is_word(text.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(
    "text",
    ["国[内存]在问题", "[高通]胀时期", "提[高通]过率", "在[美光]线下", "明[显卡]住了", "从国[内核]心城市", "发[光刻]度盘",
     "[主板]块下跌", "一[节点]心", "[集群]众之力", "突[显存]在感", "[交换机]会难得"],
)  # fmt: skip
def test_parts_of_two_words(text):
    start, end = text.index("["), text.index("]") - 1
    assert not is_word(text.replace("[", "").replace("]", ""), start, end)
