// SPDX-License-Identifier: MIT
#include "client/ui/text/mention_marks.h"
#include "tests/client/ui/text/markup_notation.h"

#include <QTest>

using namespace salon::client;

//! Each rule of how a message is read, a row each.
class TestMarkup : public QObject {
    Q_OBJECT
private:
    static void row(const char *name, const QString &sent, const QString &shown)
    {
        QTest::newRow(name) << sent << shown;
    }
    static void columns()
    {
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("shown");
    }
    static void compare()
    {
        QFETCH(QString, sent);
        QTEST(notationOf(markupOf(sent)), "shown");
    }

private Q_SLOTS:
    void mentions_data()
    {
        columns();
        row("alone", u"@ada"_s, u"p:{@0|@ada}"_s);
        row("in a text", u"hi @ada, see"_s, u"p:hi {@0|@ada}, see"_s);
        row("two", u"@ada @ada"_s, u"p:{@0|@ada} {@1|@ada}"_s);
        row("in strong", u"**hi @ada there**"_s, u"p:{b|hi }{b@0|@ada}{b| there}"_s);
        row("strong itself", u"so **@ada**, yes"_s, u"p:so {b@0|@ada}, yes"_s);
        row("in code, and not", u"`@ada` @ada"_s, u"p:{c|@ada} {@1|@ada}"_s);
        row("in a block of code", u"```\n@ada\n```\n@ada"_s, u"code():@ada # p:{@1|@ada}"_s);
        row("in a link", u"[@ada](https://a.org)"_s, u"p:{@0=https://a.org|@ada}{t| (a.org)}"_s);
        row("in a quote", u"> @ada\nyes @ada"_s, u"qp:{@0|@ada} # p:yes {@1|@ada}"_s);
        row("in a table", u"|a|b|\n|-|-|\n|x|@ada|"_s, u"table:a;b/x;{@0|@ada}"_s);
        row("behind a link", u"https://a.org @ada"_s,
            u"p:{=https://a.org|https://a.org} {@0|@ada}"_s);
    }
    //! As if "@ada" called somebody wherever it stands.
    void mentions()
    {
        QFETCH(QString, sent);
        std::vector<MarkupMention> mentions;
        for (auto at = sent.indexOf(u"@ada"); at >= 0; at = sent.indexOf(u"@ada", at + 1))
            mentions.push_back({static_cast<int>(at), static_cast<int>(at) + 4});
        Markup markup = markupOf(sent);
        markMentions(markup, mentions);
        QTEST(notationOf(markup), "shown");
    }

    void withinALine_data()
    {
        columns();
        row("plain", u"hello there"_s, u"p:hello there"_s);
        row("emphasis", u"*so* and _so_"_s, u"p:{i|so} and {i|so}"_s);
        row("strong", u"**so** and __so__"_s, u"p:{b|so} and {b|so}"_s);
        row("both", u"***so***"_s, u"p:{bi|so}"_s);
        row("one within the other", u"**a *b* c**"_s, u"p:{b|a }{bi|b}{b| c}"_s);
        row("emphasis in emphasis", u"*a *b* c*"_s, u"p:{i|a b c}"_s);
        row("strike", u"~~gone~~"_s, u"p:{s|gone}"_s);
        row("one tilde", u"~5 or ~6~ of ~/src"_s, u"p:~5 or ~6~ of ~/src"_s);
        row("tilde behind a backslash", u"\\~5"_s, u"p:~5"_s);
        row("code", u"run `a *b*` now"_s, u"p:run {c|a *b*} now"_s);
        row("code with backticks", u"`` a`b ``"_s, u"p:{c|a`b}"_s);
        row("code in strong", u"**the `x`**"_s, u"p:{b|the }{bc|x}"_s);
        row("words with underscores", u"snake_case_name"_s, u"p:snake_case_name"_s);
        row("stars with blanks", u"2 * 3 * 4"_s, u"p:2 * 3 * 4"_s);
        row("over two lines", u"*a\nb*"_s, u"p:{i|a\nb}"_s);
        row("open emphasis", u"*the other one"_s, u"p:*the other one"_s);
        row("escaped", u"\\*not\\*"_s, u"p:*not*"_s);
        row("no entities", u"&lt;b&gt; &copy;"_s, u"p:&lt;b&gt; &copy;"_s);
        row("no HTML", u"<b>x</b> <script>alert(1)</script>"_s,
            u"p:<b>x</b> <script>alert(1)</script>"_s);
        row("no HTML block", u"<div>\n*x*\n</div>"_s, u"p:<div>\n{i|x}\n</div>"_s);
        row("letters of four bytes", u"**👍** 😀*x*"_s, u"p:{b|👍} 😀{i|x}"_s);
    }
    void withinALine() { compare(); }

    void lines_data()
    {
        columns();
        row("a newline is one", u"a\nb"_s, u"p:a\nb"_s);
        row("of Windows", u"a\r\nb"_s, u"p:a\nb"_s);
        row("of Unicode", u"a\u2028b\u2029c"_s, u"p:a\nb\nc"_s);
        row("paragraphs", u"a\n\nb"_s, u"p:a # p:b"_s);
        row("blanks stay", u"  a\n    b\n\n     c"_s, u"p:  a\n    b # p:     c"_s);
        row("no code by blanks", u"    if (x)\n        y();"_s, u"p:    if (x)\n        y();"_s);
        row("heading", u"# A title\ntext"_s, u"h1:A title # p:text"_s);
        row("deep heading", u"###### x"_s, u"h6:x"_s);
        row("a channel is none", u"#general"_s, u"p:#general"_s);
        row("a lone hash", u"a\n#\nb"_s, u"p:a\n#\nb"_s);
        row("only a hash", u"#"_s, u"p:#"_s);
        row("rule", u"a\n\n---\n\nb"_s, u"p:a # rule # p:b"_s);
        row("no heading by a line below", u"a\n---\nb"_s, u"p:a # rule # p:b"_s);
        row("nor by ===", u"a\n===\nb"_s, u"p:a\n===\nb"_s);
        row("nor by one dash", u"a\n-\nb"_s, u"p:a\n-\nb"_s);
        row("nothing said stays", u"-"_s, u"p:-"_s);
        row("empty quote", u">"_s, u"p:>"_s);
        row("a number alone", u"2019."_s, u"l(2019.)p:"_s);
        row("a log is no definition", u"[Ada]: yes\n[Bob]: https://a.org no"_s,
            u"p:[Ada]: yes\n[Bob]: {=https://a.org|https://a.org} no"_s);
        row("nor over two lines", u"[a\nb]: c\n\n[a\nb]"_s, u"p:[a\nb]: c # p:[a\nb]"_s);
    }
    void lines() { compare(); }

    void blocks_data()
    {
        columns();
        row("fence", u"```cpp\nint *a;\n\n  b;\n```\nafter"_s,
            u"code(cpp):int *a;\n\n  b; # p:after"_s);
        row("fence within text", u"see\n```\nx\n```"_s, u"p:see # code():x"_s);
        row("open fence", u"```\nx\ny"_s, u"code():x\ny"_s);
        row("tildes", u"~~~\n```\n~~~"_s, u"code():```"_s);
        row("no dialect in code", u"```\n> a\nb\n[x]: y\n~\n---\n```"_s,
            u"code():> a\nb\n[x]: y\n~\n---"_s);
        row("no link in code", u"```\nhttps://a.org\n```"_s, u"code():https://a.org"_s);
        row("quote", u"> a\n> *b*"_s, u"qp:a\n{i|b}"_s);
        row("a quote ends with its line", u"> a\nmy answer"_s, u"qp:a # p:my answer"_s);
        row("also an inner one", u"> > a\n> b\nc"_s, u"qqp:a # qp:b # p:c"_s);
        row("code in a quote", u"> ```\n> x\n> ```\ny"_s, u"qcode():x # p:y"_s);
        row("list", u"- a\n- b"_s, u"l(•)p:a # l(•)p:b"_s);
        row("list after text", u"todo:\n* a\n* b"_s, u"p:todo: # l(•)p:a # l(•)p:b"_s);
        row("inner lists", u"- a\n  - b\n    - c\n- d"_s,
            u"l(•)p:a # ll(◦)p:b # lll(▪)p:c # l(•)p:d"_s);
        row("an item ends with its lines", u"- a\n  more\nafter"_s, u"l(•)p:a\nmore # p:after"_s);
        row("numbers", u"1. a\n2. b"_s, u"l(1.)p:a # l(2.)p:b"_s);
        row("numbers as written", u"2. yes\n5. no\n4. maybe"_s,
            u"l(2.)p:yes # l(5.)p:no # l(4.)p:maybe"_s);
        row("the same number counts on", u"1) a\n1) b\n1) c"_s,
            u"l(1))p:a # l(2))p:b # l(3))p:c"_s);
        row("number within emphasis", u"7. **b**\n9. c"_s, u"l(7.)p:{b|b} # l(9.)p:c"_s);
        row("empty item", u"- a\n-\n- c"_s, u"l(•)p:a # l(•)p: # l(•)p:c"_s);
        row("paragraphs of an item", u"- a\n\n  b"_s, u"l(•)p:a # lp:b"_s);
        row("code of an item", u"1. a\n   ```\n   x\n   ```\n2. b"_s,
            u"l(1.)p:a # lcode():x # l(2.)p:b"_s);
        row("quote in an item", u"- > a\n- b"_s, u"lq(•)p:a # l(•)p:b"_s);
        row("lines of a quote in an item", u"- a\n  > b\n  > c\n- d"_s,
            u"l(•)p:a # lqp:b\nc # l(•)p:d"_s);
        row("numbers in each other", u"1. - 7. a"_s, u"l(1.)p: # ll(•)p: # lll(7.)p:a"_s);
        row("list in a quote", u"> - a\n> - b"_s, u"ql(•)p:a # ql(•)p:b"_s);
        row("list in a list's line", u"- 1. a"_s, u"l(•)p: # ll(1.)p:a"_s);
        row("no list without a blank", u"-1\n+1"_s, u"p:-1\n+1"_s);
    }
    void blocks() { compare(); }

    void tables_data()
    {
        columns();
        row("table", u"|a|b|\n|-|-|\n|1|*2*|"_s, u"table:a;b/1;{i|2}"_s);
        row("without bars around", u"a | b\n--|--\n1 | 2"_s, u"table:a;b/1;2"_s);
        row("after a line of text", u"so:\n|a|b|\n|-|-|\n|1|2|"_s, u"p:so: # table:a;b/1;2"_s);
        row("ends with its lines", u"|a|b|\n|-|-|\n|1|2|\nafter"_s, u"table:a;b/1;2 # p:after"_s);
        row("missing cells", u"|a|b|\n|-|-|\n|1|"_s, u"table:a;b/1;"_s);
        row("escaped bar", u"|a|\n|-|\n|x\\|y|"_s, u"table:a/x|y"_s);
        row("no rule below", u"|a|b|\n|1|2|"_s, u"p:|a|b|\n|1|2|"_s);
        row("link in a cell", u"|a|\n|-|\n|https://a.org/x_y_|"_s,
            u"table:a/{=https://a.org/x_y|https://a.org/x_y}_"_s);
    }
    void tables() { compare(); }

    void links_data()
    {
        columns();
        row("bare", u"see https://a.org/x."_s, u"p:see {=https://a.org/x|https://a.org/x}."_s);
        row("bare with underscores", u"https://a.org/_b_c_?d=*e*f"_s,
            u"p:{=https://a.org/_b_c_?d=*e*f|https://a.org/_b_c_?d=*e*f}"_s);
        row("bare in strong", u"**https://a.org**"_s, u"p:{b=https://a.org|https://a.org}"_s);
        row("bare in code", u"`https://a.org`"_s, u"p:{c|https://a.org}"_s);
        row("in brackets", u"<https://a.org/a_b_>"_s,
            u"p:{=https://a.org/a_b_|https://a.org/a_b_}"_s);
        row("mail", u"<ada@example.org>"_s, u"p:{=mailto:ada@example.org|ada@example.org}"_s);
        row("named", u"[the docs](https://a.org)"_s, u"p:{=https://a.org|the docs}{t| (a.org)}"_s);
        row("named, with a path", u"[docs](https://a.org/b_c_/d \"t\")!"_s,
            u"p:{=https://a.org/b_c_/d|docs}{t| (a.org/…)}!"_s);
        row("named like itself", u"[a.org](https://a.org/)"_s, u"p:{=https://a.org/|a.org}"_s);
        row("named like another", u"[a.org/x](https://b.org/y)"_s,
            u"p:{=https://b.org/y|a.org/x}{t| (b.org/y)}"_s);
        row("bare within a name", u"[https://a.org](https://b.org)"_s,
            u"p:{=https://b.org|https://a.org}{t| (b.org)}"_s);
        row("emphasis in a name", u"[*a* b](https://a.org)"_s,
            u"p:{i=https://a.org|a}{=https://a.org| b}{t| (a.org)}"_s);
        row("without a name", u"[](https://a.org)"_s, u"p:{=https://a.org|https://a.org}"_s);
        row("script", u"[click](javascript:alert(1))"_s,
            u"p:{!javascript:alert(1)|click}{t| (javascript:alert(1))}"_s);
        row("file", u"[x](file:///etc/passwd)"_s,
            u"p:{!file:///etc/passwd|x}{t| (file:///etc/passwd)}"_s);
        row("no address", u"[x](a/b)"_s, u"p:{!a/b|x}{t| (a/b)}"_s);
        row("user information", u"[x](https://a.org@b.org)"_s,
            u"p:{!https://a.org@b.org|x}{t| (https://a.org@b.org)}"_s);
        row("script in brackets", u"<javascript:alert(1)>"_s,
            u"p:{!javascript:alert(1)|javascript:alert(1)}"_s);
        row("picture", u"![a cat](https://a.org/cat.png)"_s,
            u"p:{=https://a.org/cat.png|a cat}{t| (a.org/…)}"_s);
        row("picture without a name", u"![](https://a.org/c.png)"_s,
            u"p:{=https://a.org/c.png|https://a.org/c.png}"_s);
        row("picture in a link", u"[![cat](https://b.org/c.png)](https://a.org)"_s,
            u"p:{=https://a.org|cat}{t| (a.org)}"_s);
        row("mixed scripts", u"https://pаypal.com/x"_s, // its second letter is Cyrillic
            u"p:{=https://xn--pypal-4ve.com/x|https://pаypal.com/x}{t| (xn--pypal-4ve.com/x)}"_s);
        row("one script", u"https://bücher.de"_s,
            u"p:{=https://xn--bcher-kva.de|https://bücher.de}"_s);
        row("no reference", u"[a][b] and [c]"_s, u"p:[a][b] and [c]"_s);
    }
    void links() { compare(); }

    void offsetsPointAtWhatWasSent_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::newRow("inline") << u"a **b** [c](https://d.org) `e` \\* ü👍x"_s;
        QTest::newRow("blocks") << u"> q\n\n- i\n  1. j\n\n```\ncode ü\n```\n# h\n---"_s;
        QTest::newRow("table") << u"so\n|a|b|\n|-|-|\n|👍 c|d|"_s;
    }
    void offsetsPointAtWhatWasSent()
    {
        QFETCH(QString, sent);
        const Markup markup = markupOf(sent);
        int last = 0;
        const auto check = [&](const MarkupText &text) {
            QCOMPARE(text.offsets.size(), size_t(text.text.size()) + 1);
            for (int i = 0; i < text.text.size(); ++i) {
                const int offset = text.offsets[size_t(i)];
                QVERIFY(offset >= last && offset <= sent.size());
                last = offset;
                const bool isOurs = text.text[i] == u'\n'
                    || std::ranges::any_of(text.runs, [i](const MarkupRun &run) {
                                        return run.styles.testFlag(MarkupStyle::Target)
                                            && i >= run.start && i < run.end();
                                    });
                if (!isOurs)
                    QCOMPARE(text.text[i], sent[offset]);
            }
        };
        for (const MarkupBlock &block : markup.blocks) {
            check(block.content);
            for (const auto &cells : block.table.rows)
                std::ranges::for_each(cells, check);
        }
    }
};

QTEST_APPLESS_MAIN(TestMarkup)
#include "tst_markup.moc"
