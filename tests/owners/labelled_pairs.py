"""Pairs of cards as a desk meets them, each said by hand to be one person or two; kept apart from the rules.

Written from how doubles arise (typed twice, another script, another telephone, a spouse, a firm). The points were
not moved to fit them: what the rules get wrong here stands in docs/duplicates.md. A card is (name, what else is known); "home" and "building" name
places by a number of their own.
"""

ONE, TWO = True, False

# (one card, the other, whether they are one, how it came about)
PAIRS = [
    # one person, twice
    ({"name": "张伟", "home": 1}, {"name": "張偉", "home": 1}, ONE, "two scripts"),
    ({"name": "王秀英", "home": 2, "birth": "1956-02-11"}, {"name": "王秀英", "home": 2}, ONE, "bought and came back"),
    ({"name": "陈建国", "home": 3}, {"name": "陈健国", "home": 3}, ONE, "heard on the telephone"),
    ({"name": "刘洋", "email": "ly@a.cn"}, {"name": "刘洋", "email": "ly@a.cn"}, ONE, "website and showroom"),
    ({"name": "刘洋", "email": "liu@a.cn"}, {"name": "刘阳", "email": "liu@a.cn"}, ONE, "homophone, one mailbox"),
    ({"name": "李静怡", "home": 4}, {"name": "李静宜", "home": 4}, ONE, "homophone"),
    ({"name": "赵敏", "birth": "1985-01-09"}, {"name": "趙敏", "birth": "1985-01-09"}, ONE, "other script, same birthday"),
    ({"name": "Zhang Wei", "home": 5}, {"name": "张伟", "home": 5}, ONE, "passport name"),
    ({"name": "Wei Zhang", "birth": "1990-07-01"}, {"name": "张伟", "birth": "1990-07-01"}, ONE, "passport name turned"),
    ({"name": "Ouyang Na", "email": "na@b.cn"}, {"name": "欧阳娜", "email": "na@b.cn"}, ONE, "double surname"),
    ({"name": "Matti Virtanen", "home": 6}, {"name": "Virtanen Matti", "home": 6}, ONE, "family name first"),
    ({"name": "Anna-Liisa Korhonen", "home": 7}, {"name": "Anna Liisa Korhonen", "home": 7}, ONE, "hyphen"),
    ({"name": "Mikko Nieminen", "birth": "1979-12-24", "last4": "4321"}, {"name": "Miko Nieminen", "birth": "1979-12-24", "last4": "4321"}, ONE, "a letter"),
    ({"name": "John Smith", "home": 8}, {"name": "Jon Smith", "home": 8}, ONE, "a letter"),
    ({"name": "John Andrew Smith", "home": 9}, {"name": "John Smith", "home": 9}, ONE, "middle name left out"),
    ({"name": "上海远航科技有限公司", "kind": "company", "home": 10}, {"name": "上海远航科技", "kind": "company", "home": 10}, ONE, "legal form"),
    ({"name": "Nokia Oy", "kind": "company", "email": "x@n.fi"}, {"name": "Nokia Oyj", "kind": "company", "email": "x@n.fi"}, ONE, "legal form"),
    ({"name": "恒泰贸易（杭州）有限公司", "kind": "company", "home": 11}, {"name": "恒泰贸易(杭州)", "kind": "company", "home": 11}, ONE, "brackets"),
    ({"name": "孙丽", "last4": "8866", "building": 40}, {"name": "孙丽", "last4": "8866", "building": 40}, ONE, "new area code"),
    ({"name": "周杰", "home": 12, "gender": "male"}, {"name": "周杰", "home": 12}, ONE, "imported twice"),
    ({"name": "吴桂花", "home": 13}, {"name": "吴桂华", "home": 13}, ONE, "near sound"),
    ({"name": "郑莹", "email": "zy@c.cn"}, {"name": "郑颖", "email": "zy@c.cn"}, ONE, "homophone"),
    ({"name": "黄志强", "home": 14}, {"name": "黄志", "home": 14}, ONE, "a character lost"),
    ({"name": "徐立", "birth": "1970-05-05", "last4": "1234"}, {"name": "徐丽", "birth": "1970-05-05", "last4": "1234"}, ONE, "homophone, all else"),
    ({"name": "林俊傑", "home": 15, "email": "jj@d.tw"}, {"name": "林俊杰", "home": 15}, ONE, "two scripts"),
    ({"name": "Laura Mäkinen", "email": "l@f.fi"}, {"name": "Laura Lehto", "email": "l@f.fi", "birth": "1991-01-01"}, ONE, "married, one mailbox"),
    ({"name": "王芳", "birth": "1988-03-08"}, {"name": "王芳", "birth": "1988-03-08"}, ONE, "two projects"),
    ({"name": "何大海", "home": 16}, {"name": "大海何", "home": 16}, ONE, "turned characters"),
    ({"name": "马云龙", "household": 1, "home": 17}, {"name": "馬雲龍", "household": 1, "home": 17}, ONE, "household"),
    ({"name": "Chen Li", "last4": "5566", "birth": "1966-06-06"}, {"name": "陈丽", "last4": "5566", "birth": "1966-06-06"}, ONE, "pinyin"),
    # two people
    ({"name": "王小明", "home": 20}, {"name": "李娜", "home": 20}, TWO, "a couple"),
    ({"name": "王小明", "home": 21, "email": "home@e.cn"}, {"name": "李娜", "home": 21, "email": "home@e.cn"}, TWO, "a couple, one mailbox"),
    ({"name": "王建国", "home": 22, "birth": "1950-01-01"}, {"name": "王建军", "home": 22, "birth": "1953-02-02"}, TWO, "brothers"),
    ({"name": "王大伟", "home": 23, "birth": "1955-01-01"}, {"name": "王小伟", "home": 23, "birth": "1982-02-02"}, TWO, "father and son"),
    ({"name": "Matti Virtanen", "home": 24}, {"name": "Anna Virtanen", "home": 24}, TWO, "a couple"),
    ({"name": "Matti Virtanen", "home": 25, "birth": "1950-01-01"}, {"name": "Matti Virtanen", "home": 25, "birth": "1980-01-01"}, TWO, "father and son of one name"),
    ({"name": "张伟"}, {"name": "张伟"}, TWO, "a common name"),
    ({"name": "张伟", "birth": "1980-01-01"}, {"name": "张伟", "birth": "1990-01-01"}, TWO, "a common name"),
    ({"name": "李强", "building": 41, "birth": "1980-01-01"}, {"name": "李强", "building": 41, "birth": "1971-01-01"}, TWO, "a common name in one building"),
    ({"name": "李强", "building": 42, "gender": "male"}, {"name": "李蔷", "building": 42, "gender": "female"}, TWO, "homophones"),
    ({"name": "刘洋", "last4": "8888", "gender": "male"}, {"name": "刘阳", "last4": "8888", "gender": "female"}, TWO, "lucky numbers"),
    ({"name": "启明贸易有限公司", "kind": "company", "email": "it@q.cn"}, {"name": "启明科技有限公司", "kind": "company", "email": "it@q.cn"}, TWO, "two firms of one group"),
    ({"name": "陈晨", "home": 26, "birth": "1990-01-01"}, {"name": "陈辰", "home": 26, "birth": "1990-01-01", "gender": "male"}, TWO, "twins of one sound"),
    ({"name": "赵一", "home": 27}, {"name": "赵二", "home": 27}, TWO, "siblings"),
    ({"name": "钱学森", "home": 28}, {"name": "钱学林", "home": 28}, TWO, "brothers"),
    ({"name": "John Smith", "birth": "1970-01-01"}, {"name": "John Smith", "birth": "1971-01-01"}, TWO, "a common name"),
    ({"name": "John Smith", "email": "office@firm.com"}, {"name": "Jane Smith", "email": "office@firm.com"}, TWO, "a couple with a firm"),
    ({"name": "恒泰", "kind": "company", "home": 29}, {"name": "王恒", "home": 29}, TWO, "a firm and its owner"),
    ({"name": "孙悟", "birth": "1985-05-05"}, {"name": "朱八", "birth": "1985-05-05"}, TWO, "same birthday"),
    ({"name": "周敏", "household": 2, "home": 30, "birth": "1960-01-01"}, {"name": "周明", "household": 2, "home": 30, "birth": "1988-01-01"}, TWO, "mother and son"),
    ({"name": "吴磊", "last4": "0001"}, {"name": "吴昊", "last4": "0001"}, TWO, "same end of number"),
    ({"name": "林志玲", "building": 43}, {"name": "林志颖", "building": 43}, TWO, "one character"),
    ({"name": "Liisa Nieminen", "home": 31}, {"name": "Lasse Nieminen", "home": 31}, TWO, "a couple"),
    ({"name": "高小琴", "home": 32}, {"name": "高小凤", "home": 32}, TWO, "sisters"),
    ({"name": "Olli Laine", "birth": "1988-01-01", "gender": "male"}, {"name": "Outi Laine", "birth": "1988-01-01", "gender": "female"}, TWO, "twins"),
    ({"name": "张三", "home": 33}, {"name": "张珊", "home": 33, "birth": "2001-01-01", "gender": "female"}, TWO, "father and daughter of one sound"),
    ({"name": "博雅教育", "kind": "company", "building": 44}, {"name": "博雅咨询", "kind": "company", "building": 44}, TWO, "two firms"),
    ({"name": "徐静", "building": 45}, {"name": "许静", "building": 45}, TWO, "neighbours"),
    ({"name": "James Taylor", "last4": "1111"}, {"name": "Taylor Swift", "last4": "1111"}, TWO, "strangers"),
    ({"name": "杨帆", "home": 34}, {"name": "王丽", "home": 34}, TWO, "seller and buyer of one home"),
]  # fmt: skip
