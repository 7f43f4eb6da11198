// SPDX-License-Identifier: MIT
#include "server/app/folder.h"
#include "server/app/local_socket.h"
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <memory>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

using Reply = std::function<void(QByteArray)>;

class TestLocalSocket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_socket = std::make_unique<LocalSocket>([](const QByteArray &line, const Reply &reply) {
            if (line != "silence")
                reply("you said " + line);
        });
        m_name = Folder::socketName(m_folder->path());
    }

    void answersALine()
    {
        QVERIFY(m_socket->listen(m_name));
        const auto answer = ask("hello");
        QVERIFY(answer);
        QCOMPARE(*answer, QByteArray("you said hello"));
    }

    void isForItsOwnerAlone()
    {
#ifdef Q_OS_UNIX
        QVERIFY(m_socket->listen(m_name));
        const auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(QFileInfo::exists(m_name));
        QVERIFY(!(QFileInfo(m_name).permissions() & others));
#else
        QSKIP("no modes here");
#endif
    }

    void linesMayComeInPieces()
    {
        QVERIFY(m_socket->listen(m_name));
        QLocalSocket client;
        client.connectToServer(m_name);
        QVERIFY(client.waitForConnected());
        QByteArray received;
        for (const char *piece : {"o", "ne\ntw", "o\n"}) {
            client.write(piece);
            client.flush();
            QTest::qWait(0);
        }
        QTRY_VERIFY((received += client.readAll()).count('\n') == 2);
        QCOMPARE(received, QByteArray("you said one\nyou said two\n"));
    }

    void longAnswersArriveWhole()
    {
        LocalSocket server([](const QByteArray &line, const Reply &reply) {
            reply(QByteArray(line.toInt(), 'x'));
        });
        QVERIFY(server.listen(m_name));
        const auto answer = ask("3000000");
        QVERIFY(answer);
        QVERIFY(*answer == QByteArray(3'000'000, 'x'));
    }

    void lineWithoutEndIsCutOff()
    {
        QVERIFY(m_socket->listen(m_name));
        QLocalSocket client;
        client.connectToServer(m_name);
        QVERIFY(client.waitForConnected());
        client.write(QByteArray(3'000'000, 'x'));
        QTRY_COMPARE(client.state(), QLocalSocket::UnconnectedState);
        QVERIFY(ask("hello"));
    }

    void nobodyThere()
    {
        const auto answer = LocalSocket::ask(m_name, "hello");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    }

    void theServerGoesAway()
    {
        QVERIFY(m_socket->listen(m_name));
        Result<QByteArray> answer = QByteArray();
        const std::unique_ptr<QThread> thread(
            QThread::create([&] { answer = LocalSocket::ask(m_name, "silence"); }));
        thread->start();
        QTest::qWait(50);
        m_socket.reset();
        QVERIFY(thread->wait(5000));
        QVERIFY(!answer);
    }

    void takesOverFromOneThatWasKilled()
    {
        QVERIFY(m_socket->listen(m_name));
        LocalSocket second([](const QByteArray &, const Reply &reply) { reply("second"); });
        QVERIFY(second.listen(m_name));
        const auto answer = ask("hello");
        QVERIFY(answer);
        QCOMPARE(*answer, QByteArray("second"));
    }

    void everyDepthOfFolder_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : {60, 85, 86, 87, 88, 89, 90, 100, 150})
            QTest::addRow("%d", length) << length;
    }
    void everyDepthOfFolder()
    {
        QFETCH(int, length);
        QString path = m_folder->path() + u'/';
        path += QString(length - path.size(), u'd');
        QVERIFY(QDir().mkpath(path));
        m_name = Folder::socketName(path);
        const auto opened = m_socket->listen(m_name);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QVERIFY(ask("hello"));
    }

private:
    //! Asks from another thread, as another process would.
    Result<QByteArray> ask(const QByteArray &line)
    {
        Result<QByteArray> answer = QByteArray();
        const std::unique_ptr<QThread> thread(
            QThread::create([&] { answer = LocalSocket::ask(m_name, line); }));
        thread->start();
        while (thread->isRunning())
            QTest::qWait(5);
        return answer;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalSocket> m_socket;
    QString m_name;
};

QTEST_GUILESS_MAIN(TestLocalSocket)
#include "tst_local_socket.moc"
