"""Words for many texts, as owners write them."""

import random

WRITTEN = """
卫生间 漏水 廚房 下水道 堵塞 電梯 故障 噪音 扰民 物業 服务 態度 差 牆面 开裂 空鼓 渗水 门窗 密封 不严 交房 延期
房产证 辦理 合同 退款 停车位 烟感报警器 误报 工程部 维修 还 没 来 3-2-1201 2026年 leak kitchen Heating broken
hissi rikki äänieristys keittiö vuotaa %off _x a\\b O'Neil ① ＡＢＣ １２３ ㎡ 裡 後 発 著急 着急 。 ， ！
"""
WORDS = WRITTEN.split()


def texts(number: int, seed: int = 7) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  the same texts each time
    found = []
    for _ in range(number):
        words = [chance.choice(WORDS) for _ in range(chance.randint(1, 14))]
        found.append("".join(word + chance.choice(["", "", " ", "　", "\n"]) for word in words))
    return found
