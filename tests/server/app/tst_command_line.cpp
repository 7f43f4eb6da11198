// SPDX-License-Identifier: MIT
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Ended {
    int code = -1;
    QByteArray output;
    QByteArray errors;
};

const QByteArray kCheap = "[passwords]\nmemory_bytes = 65536\npasses = 1\n";

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath(u"cheap.toml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(kCheap), kCheap.size());
    }

    void commands_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says"); // on stdout for 0, else on stderr
        const auto row = [](const char *name, const char *arguments, int code, const char *says) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ', Qt::SkipEmptyParts)
                                << code << QByteArray(says);
        };
        row("help", "--help", 0, "Exit codes");
        row("help of a command", "user --help", 0, "user set-password");
        row("version", "--version", 0, "salond " SALON_VERSION);
        row("description", "describe --format json-schema", 0, "\"$defs\"");
        row("description in another format", "describe --format yaml", 2, "json-schema");
        row("configuration", "print-config", 0, "memory_bytes = ");
        row("page on the configuration", "print-config --format markdown", 0,
            "### net.outbox_bytes");
        row("good configuration", "check-config", 0, "fine");
        row("missing configuration", "check-config --config /none.toml", 1, "/none.toml");
        row("nothing", "", 2, "--help");
        row("unknown command", "sevre", 2, "--help");
        row("unknown option", "serve --lisen x", 2, "lisen");
        row("a word too many", "serve now", 2, "--help");
        row("half a user command", "user", 2, "expected");
        row("unknown user command", "user rename ada", 2, "expected");
        row("user without name", "user add", 2, "expected");
        row("open address", "check-config --listen 0.0.0.0:8008", 1, "loopback");
        row("folder that cannot be", "user list --data /dev/null/data", 1, "/dev/null/data");
        row("timings of nobody", "timings", 1, "no salond serves");
        row("file of nobody", "user add --from /none.txt", 1, "/none.txt");
    }
    void commands()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const Ended ended = run(arguments);
        QCOMPARE(ended.code, code);
        const QByteArray &text = code == 0 ? ended.output : ended.errors;
        QVERIFY2(text.contains(says), text);
        if (code != 0) {
            QCOMPARE(sentences(ended.errors).size(), 1);
            QVERIFY(ended.output.isEmpty());
        }
    }

    void accounts()
    {
        const QStringList where = accountsAt(u"accounts"_s);
        Ended ended = run(u"user add ada --password-stdin"_s.split(u' ') + where,
                          "geese on a bicycle\nnot this\n");
        QVERIFY2(ended.code == 0, ended.errors);
        QVERIFY(!ended.output.contains("geese") && !ended.errors.contains("geese"));

        ended = run(u"user add Ada --password-stdin"_s.split(u' ') + where, "another phrase");
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.errors.contains("conflict"), ended.errors);
        ended = run(u"user add grace --password-stdin"_s.split(u' ') + where, "short");
        QCOMPARE(ended.code, 1);
        ended = run(u"user disable nobody"_s.split(u' ') + where);
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.errors.contains("not_found"), ended.errors);
        ended = run(u"user disable ada"_s.split(u' ') + where);
        QVERIFY2(ended.code == 0, ended.errors);
        ended = run(u"user list"_s.split(u' ') + where);
        QCOMPARE(ended.code, 0);
        QCOMPARE(ended.output.count('\n'), 2); // one of them names the columns
        QVERIFY(ended.output.contains(" ada ") && ended.output.contains("disabled"));
    }

    void manyAccounts()
    {
        const QStringList where = accountsAt(u"many"_s);
        const Ended ended = run(u"user add --from -"_s.split(u' ') + where,
                                "ada\tgeese on a bicycle\r\n"
                                "no password\n"
                                "\n"
                                "|trey|\tgeese on a bicycle\n"
                                "ADA\tgeese on a bicycle\n"
                                "brad[] \tgeese on a bicycle\n"
                                "grace\tgeese on a bicycle");
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.output.contains("added 3 of 6"), ended.output);
        QVERIFY2(ended.errors.contains("line 2: bad_request"), ended.errors);
        QVERIFY2(ended.errors.contains("line 5: ADA: conflict"), ended.errors);
        QVERIFY2(ended.errors.contains("line 6: brad[] : bad_request"), ended.errors);
        QVERIFY(!ended.errors.contains("geese"));
        const Ended list = run(u"user list"_s.split(u' ') + where);
        QCOMPARE(list.output.count('\n'), 4);
    }

    void besideARunningServer()
    {
        const QStringList where = accountsAt(u"running"_s);
        QProcess server;
        server.start(QStringLiteral(SALOND_PATH),
                     QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s} + where);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += server.readAllStandardOutput()).contains("listens on"),
                                 20'000);

        const Ended second = run(u"serve --listen 127.0.0.1:0"_s.split(u' ') + where);
        QCOMPARE(second.code, 1);
        QVERIFY2(second.errors.contains("in use by another salond"), second.errors);
        QVERIFY(second.errors.contains(QByteArray::number(server.processId())));

        const Ended added =
            run(u"user add ada --password-stdin"_s.split(u' ') + where, "geese on a bicycle");
        QVERIFY2(added.code == 0, added.errors);
        const Ended timings = run(u"timings"_s.split(u' ') + where);
        QVERIFY2(timings.code == 0, timings.errors);
        QVERIFY2(timings.output.startsWith("module"), timings.output);
        QVERIFY2(timings.output.contains("hash"), timings.output);
        const Ended json = run(u"timings --json"_s.split(u' ') + where);
        QVERIFY2(json.output.startsWith("{\"stages\":["), json.output);

        server.kill();
        QVERIFY(server.waitForFinished());
        const Ended list =
            run(u"user list"_s.split(u' ') + where); // the lock of the dead one is none
        QVERIFY2(list.code == 0, list.errors);
        QVERIFY(list.output.contains(" ada "));
    }

private:
    QStringList accountsAt(const QString &name) const
    {
        return {u"--config"_s, m_folder.filePath(u"cheap.toml"_s), u"--data"_s,
                m_folder.filePath(name)};
    }

    //! Without the log's JSON lines.
    static QByteArrayList sentences(const QByteArray &errors)
    {
        QByteArrayList lines;
        for (const QByteArray &line : errors.split('\n')) {
            if (!line.isEmpty() && !line.startsWith('{'))
                lines.append(line);
        }
        return lines;
    }

    Ended run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, m_folder.path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SALOND_PATH), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(20'000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
