// SPDX-License-Identifier: MIT
#include "client/ui/text/code_tokenizer.h"
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

// One letter for each kind: what is expected stands below the code, sign by sign.
constexpr char16_t kLetters[] = u"ktsncd+-h";

QString shape(const QString &code, const QString &language)
{
    QString letters = code;
    std::for_each(letters.begin(), letters.end(), [](QChar &c) {
        if (c != u'\n')
            c = u'.';
    });
    for (const CodeToken &token : tokenized(code, language)) {
        for (int i = token.start; i < token.start + token.length; ++i) {
            if (code[i] != u'\n')
                letters[i] = kLetters[static_cast<int>(token.kind)];
        }
    }
    return letters;
}

//! Why the tokens are none of `code`; empty when they are.
QString complaint(const QString &code, const std::vector<CodeToken> &tokens)
{
    int end = 0;
    for (const CodeToken &token : tokens) {
        if (token.start < end)
            return u"overlaps or goes back at %1"_s.arg(token.start);
        if (token.length <= 0)
            return u"is empty at %1"_s.arg(token.start);
        end = token.start + token.length;
    }
    return end > code.size() ? u"goes past the end"_s : QString();
}

const QStringList &languages()
{
    static const QStringList kAll{
        u"c"_s,   u"cpp"_s,  u"java"_s, u"csharp"_s, u"kotlin"_s, u"go"_s,   u"rust"_s, u"swift"_s,
        u"py"_s,  u"js"_s,   u"ts"_s,   u"sh"_s,     u"ruby"_s,   u"php"_s,  u"lua"_s,  u"json"_s,
        u"yml"_s, u"toml"_s, u"sql"_s,  u"css"_s,    u"html"_s,   u"diff"_s,
    };
    return kAll;
}

} // namespace

class TestCodeTokenizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("kinds");
        const auto row = [](const char *name, QStringView language, QStringView code,
                            QStringView kinds) {
            QTest::newRow(name) << language.toString() << code.toString() << kinds.toString();
        };
        row("C", u"c", u"int a = 0x1F; // b\n#define N 1", u"ttt.....nnnn..cccc\nddddddd...n");
        row("C include", u"c", u"#include <a.h> /* b */", u"dddddddd.sssss.ccccccc");
        row("C comment over lines", u"c", u"/* a\nb */ if", u"cccc\ncccc.kk");
        row("C escapes", u"c", u"\"a\\\"b\" 'c'", u"ssssss.sss");
        row("C string ends with its line", u"c", u"\"a\nint", u"ss\nttt");
        row("C++", u"cpp", u"const Room r{1'000.5e-3};", u"kkkkk.tttt...nnnnnnnnnn..");
        row("C++ raw string", u"c++", u"R\"x(a)\")x\" 1", u"ssssssssss.n");
        row("a member is no keyword", u"js", u"a.class", u".......");
        row("Python", u"py", u"@app.get\ndef f(x: int): # y\n  return rb'z'",
            u"dddddddd\nkkk......ttt...ccc\n..kkkkkk.sssss");
        row("Python string over lines", u"python3", u"'''a\n'b''' 1", u"ssss\nsssss.n");
        row("JavaScript", u"js", u"const a = `b\n${c}`; // d", u"kkkkk.....ss\nsssss..cccc");
        row("JavaScript pattern", u"js", u"x = /\"'/g; y / 2 / z", u"....sssss......n....");
        row("TypeScript", u"ts", u"let a: number = null", u"kkk....tttttt...kkkk");
        row("JSON", u"json", u"{\"a\": [1, true, \"b\"]}", u".ttt...n..kkkk..sss..");
        row("YAML", u"yml", u"a-b: yes # c\nd: http://e#f", u"ttt..kkk.ccc\nt............");
        row("TOML", u"toml", u"[a.b] # c\nd = \"e\" # f", u"hhhhh.ccc\nt...sss.ccc");
        row("shell", u"bash", u"if [ \"$#\" -gt 1 ]; then # a\n  echo ${B} $c --for",
            u"kk...ssss.....n....kkkk.ccc\n.......tttt.tt......");
        row("SQL", u"sql", u"SELECT a FROM b -- c\nWHERE d = 'it''s'",
            u"kkkkkk...kkkk...cccc\nkkkkk.....sssssss");
        row("Rust", u"rs", u"#[test]\nfn f<'a>(c: char) { 'x'; r#\"\"\"# }",
            u"dddddd.\nkk..........tttt....sss..ssssss..");
        row("Go", u"golang", u"func f() error { return `a\nb` }",
            u"kkkk.....ttttt...kkkkkk.ss\nss..");
        row("Java", u"java", u"@Override public String s() { return null; }",
            u"ddddddddd.kkkkkk.tttttt.......kkkkkk.kkkk...");
        row("HTML", u"html", u"<!-- a --><p class=\"b\">c &amp; d</p>",
            u"cccccccccc.k.ttttt.sss...nnnnn....k.");
        row("HTML with a script", u"html", u"<script>if (1) x</script>",
            u".kkkkkk.kk..n.....kkkkkk.");
        row("CSS", u"css", u"@media x { a { color: \"b\"; } /* c */ }",
            u"dddddd.........ttttt..sss....ccccccc..");
        row("diff", u"diff", u"--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same",
            u"hhhhh\nhhhhh\nhhhhhhhhhhh\n----\n++++\n.....");
        row("line separators are line ends", u"py", u"# a\u2028if", u"ccc.kk");
        row("unknown", u"klingon", u"if (true) \"a\"", u".............");
        row("none", u"", u"int a", u".....");
        row("first word, in any case", u" C++ title=x", u"int", u"ttt");
    }
    void tokens()
    {
        QFETCH(QString, language);
        QFETCH(QString, code);
        QFETCH(QString, kinds);
        QCOMPARE(shape(code, language), kinds);
    }

    void everyUsualNameIsKnown()
    {
        const QString code = u"<a b='1'> if \"a\": 1 # x\n+ 'a' // b"_s;
        for (const QString &name :
             u"c h cpp c++ cc hpp py python js javascript jsx ts typescript tsx json yaml yml toml "
             "sh shell bash zsh sql rust rs go golang java html xml css diff patch"_s.split(u' '))
            QVERIFY2(!tokenized(code, name).empty(), qPrintable(name));
    }

    void randomCodeIsNeverWrong()
    {
        // Pieces that begin and end things, in every order.
        const QStringList pieces{
            u"\""_s,
            u"'"_s,
            u"`"_s,
            u"\\"_s,
            u"\n"_s,
            u" "_s,
            u"/*"_s,
            u"*/"_s,
            u"//"_s,
            u"#"_s,
            u"--"_s,
            u"R\"x("_s,
            u")x\""_s,
            u"r##\""_s,
            u"<!--"_s,
            u"<a"_s,
            u">"_s,
            u"${"_s,
            u"}"_s,
            u"$"_s,
            u"1e+"_s,
            u"0x"_s,
            u".5"_s,
            u"if"_s,
            u"@a."_s,
            u"a:"_s,
            u"["_s,
            u"]"_s,
            u"\"\"\""_s,
            u"'''"_s,
            u"<script>"_s,
            u"&"_s,
            u"\u2028"_s,
            u"\U0001F44D"_s,
            QString(QChar(0xD83D)),
            QString(QChar(0)),
            u"\u0301"_s,
            u"Ä"_s,
        };
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 400; ++round) {
            QString code;
            for (int i = random.bounded(60); i > 0; --i)
                code += pieces[random.bounded(pieces.size())];
            for (const QString &language : languages()) {
                const QString why = complaint(code, tokenized(code, language));
                QVERIFY2(why.isEmpty(), qPrintable(language + u": "_s + why + u'\n' + code));
            }
        }
    }

    void timeGrowsWithTheLength_data()
    {
        QTest::addColumn<QString>("piece");
        for (const QStringView piece : std::initializer_list<QStringView>{
                 u"int a = f(\"b\", 1); // c\n", u"(/[", u"${", u"R\"", u"r#", u"'", u"\"", u"a  ",
                 u"<a ", u"&a", u"/*", u"=/\\/", u"@a.", u"1'", u"\\", u"<script>", u"--[[", u"[",
                 u"'''"})
            QTest::newRow(qPrintable(piece.toString().simplified())) << piece.toString();
    }
    void timeGrowsWithTheLength()
    {
        QFETCH(QString, piece);
        // Of a text, and of one eight times as long; a square would take 64 times the time.
        const auto quickest = [&](qsizetype length, const QString &language) {
            const QString code = piece.repeated(length / piece.size() + 1).left(length);
            qint64 best = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                (void)tokenized(code, language);
                best = std::min(best, timer.nsecsElapsed());
            }
            return best;
        };
        constexpr qsizetype kText = 4'000;
        constexpr int kTries = 5; // something else may have run meanwhile
        for (const QString &language : languages()) {
            double factor = 0;
            for (int tried = 0; tried < kTries && (tried == 0 || factor > 28); ++tried) {
                const qint64 once = std::max<qint64>(quickest(kText, language), 20'000);
                factor = double(quickest(8 * kText, language)) / double(once);
            }
            QVERIFY2(factor <= 28, qPrintable(u"%1: %2 times"_s.arg(language).arg(factor)));
        }
    }
};

QTEST_GUILESS_MAIN(TestCodeTokenizer)
#include "tst_code_tokenizer.moc"
