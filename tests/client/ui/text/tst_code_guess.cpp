// SPDX-License-Identifier: MIT
#include "client/ui/text/code_guess.h"
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestCodeGuess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void guess_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isCode");
        const auto row = [](const char *name, bool isCode, QStringView text) {
            QTest::newRow(name) << text.toString() << isCode;
        };
        row("C++", true, u"int main()\n{\n    return 0;\n}\n");
        row("Python", true, u"def f(a):\n    if a:\n        return 1\n    print(a)");
        row("JSON", true, u"{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}");
        row("YAML", true, u"services:\n  web:\n    image: salon\n    ports:\n      - 80\n");
        row("shell", true, u"$ git pull\n$ cmake --build build && ctest");
        row("SQL", true, u"SELECT a FROM b\n  WHERE c = 1;");
        row("diff", true, u"@@ -1,2 +1,2 @@\n-int a = 1;\n+int a = 2;");
        row("a trace", true, u"Error: no such file\n    at open (fs.js:1)\n    at main (a.js:2)");
        row("HTML", true, u"<p>\n  <b>a</b>\n</p>");
        row("with tabs", true, u"all:\n\tcc -o a a.c\n");
        row("prose", false, u"Dear all,\nwe meet at ten; bring tea.\nYours, Ada");
        row("paragraphs", false, u"One thing is sure.\n\nThe other is not, is it?");
        row("a list", false, u"To do:\n- tea\n  - green\n  - black\n- cake");
        row("numbers", false, u"1. tea\n2. cake\n  3) more");
        row("a quotation", false, u"> int a;\n> int b;\n> int c?");
        row("one line", false, u"int a = 1;");
        row("one line and blanks", false, u"\n\nint a = 1;\n\n");
        row("sentences that begin as code", false, u"let us go.\nfrom here on it is easy.");
        row("addresses", false, u"https://salon.example/a=b\nhttps://salon.example/c");
        row("a poem", false, u"Roses are red,\nviolets are blue;\nsugar is sweet\nand so are you.");
        row("fenced already", false, u"```\nint a = 1;\nint b = 2;\n```");
        row("nothing", false, u"");
    }
    void guess()
    {
        QFETCH(QString, text);
        QTEST(looksLikeCode(text), "isCode");
    }

    void people()
    {
        const QString path = qEnvironmentVariable("SALON_CONVERSATIONS");
        QFile file(path);
        if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
            QSKIP("SALON_CONVERSATIONS names no file");
        // Real messages, ten in one paste: nearly never are they taken for code.
        QStringList lines;
        int pastes = 0;
        int taken = 0;
        while (!file.atEnd()) {
            lines.append(QJsonDocument::fromJson(file.readLine()).object()[u"text"_s].toString());
            if (lines.size() < 10)
                continue;
            ++pastes;
            taken += looksLikeCode(lines.join(u'\n')) ? 1 : 0;
            lines.clear();
        }
        QVERIFY2(taken * 100 <= pastes, qPrintable(u"%1 of %2"_s.arg(taken).arg(pastes)));
    }
};

QTEST_GUILESS_MAIN(TestCodeGuess)
#include "tst_code_guess.moc"
