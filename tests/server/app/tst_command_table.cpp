// SPDX-License-Identifier: MIT
#include "server/app/command_completion.h"
#include "server/app/command_help.h"
#include "server/app/command_manual.h"
#include "server/app/command_table.h"
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::server;

//! The help, the manual and the completions say all that the table of commands does.
class TestCommandTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everywhere_data()
    {
        QTest::addColumn<QString>("words");
        for (const CommandRow &row : commandTable())
            QTest::newRow(qPrintable(row.words)) << row.words;
    }
    void everywhere()
    {
        QFETCH(QString, words);
        const CommandRow &row = *findCommand(words);
        QVERIFY(helpOfAll().contains(u"  "_s + words));
        QVERIFY(manualPage().contains(u".SS "_s + QString(words).replace(u"-"_s, u"\\-"_s)));
        QVERIFY(manualMarkdown().contains(words));
        const QString help = helpOf(words);
        for (const OptionRow &option : optionsOf(row)) {
            QVERIFY2(help.contains(u"--"_s + option.name), qPrintable(option.name));
            for (const QString &script : {bashCompletion(), zshCompletion(), fishCompletion()})
                QVERIFY2(script.contains(option.name), qPrintable(option.name));
        }
        for (const QString &word : words.split(u' ')) {
            for (const QString &script : {bashCompletion(), zshCompletion(), fishCompletion()})
                QVERIFY2(script.contains(word), qPrintable(word));
        }
    }

    void shellsReadTheirCompletion_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("script");
        QTest::newRow("bash") << u"bash"_s << bashCompletion();
        QTest::newRow("zsh") << u"zsh"_s << zshCompletion();
        QTest::newRow("fish") << u"fish"_s << fishCompletion();
    }
    void shellsReadTheirCompletion()
    {
        QFETCH(QString, shell);
        QFETCH(QString, script);
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("this shell is not installed");
        QProcess process;
        process.start(shell, {u"-n"_s});
        process.write(script.toUtf8());
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }
};

QTEST_GUILESS_MAIN(TestCommandTable)
#include "tst_command_table.moc"
