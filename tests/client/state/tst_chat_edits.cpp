// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! An edit whose answer was lost is not sent over what came behind it.
class TestChatEdits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m.reset(); }
    void takenBeforeTheEnd();
    void takenBeforeTheLineBroke();
    void notTaken();
    void saysAgainWhatWasSaidBefore();
    void backAndForth();
    void versionsAreRefused();
    void askedAgainWhenTheLineBreaks();
    void discardedWhileAsked();

private:
    static constexpr Seq kMessage = 3;

    //! As another device's, too.
    void take(const QString &text) { m_versions.prepend({m_nextSeq++, 0, text}); }
    void takeEdits()
    {
        m->server.on<protocol::EditMessage>([this](const protocol::EditMessage &edit) {
            m_edits.append(edit.text);
            take(edit.text);
            return protocol::MessageChanged{kRoom, edit.seq, m_versions.first().rev};
        });
    }
    void edit(const QString &text)
    {
        m->chat->beginEdit(kRoom, kMessage, u"text 3"_s,
                           [this, text](const QString &key) { m->chat->postAgain(key, text); });
        QTRY_COMPARE(m->chat->openRoom(kRoom)->edit(kMessage)
                         ? m->chat->openRoom(kRoom)->edit(kMessage)->text
                         : QString(),
                     text);
    }
    //! It reached the server, whose answer is lost.
    void editUnanswered(const QString &text)
    {
        m->server.onRaw(u"message.edit"_s, [](const QString &) {});
        edit(text);
        QTRY_COMPARE(m->server.count(u"message.edit"_s), 1);
    }
    qsizetype waiting() const { return m->chat->outboxCount().waiting; }
    int asked() const { return m->server.count(u"message.versions"_s); }
    //! Another run of the program.
    void startAgain()
    {
        m->start();
        QVERIFY(m->openRoom());
    }

    std::unique_ptr<ChatFixture> m;
    QList<protocol::MessageVersion> m_versions; //!< the latest first
    QStringList m_edits; //!< that the server took
    Seq m_nextSeq = 4;
};

void TestChatEdits::init()
{
    m = std::make_unique<ChatFixture>();
    m_versions = {{kMessage, 0, u"text 3"_s}};
    m_edits.clear();
    m_nextSeq = 4;
    m->server.on<protocol::ListVersions>(
        [this](const protocol::ListVersions &) { return protocol::VersionsReply{m_versions}; });
    startAgain();
}

void TestChatEdits::takenBeforeTheEnd()
{
    editUnanswered(u"better"_s);
    QCOMPARE(asked(), 0); // nobody can have it yet
    take(u"better"_s);
    take(u"best, from the telephone"_s);
    takeEdits();
    startAgain();
    QTRY_COMPARE(waiting(), 0);
    QCOMPARE(asked(), 1);
    QCOMPARE(m_edits, QStringList());
    startAgain(); // nor kept
    QCOMPARE(waiting(), 0);
    QCOMPARE(asked(), 1);
}

void TestChatEdits::takenBeforeTheLineBroke()
{
    editUnanswered(u"better"_s);
    take(u"better"_s);
    take(u"best, from the telephone"_s);
    takeEdits();
    m->chat->connection().close();
    m->open();
    QTRY_COMPARE(waiting(), 0);
    QCOMPARE(m_edits, QStringList());
}

void TestChatEdits::notTaken()
{
    editUnanswered(u"better"_s);
    take(u"from the telephone"_s);
    takeEdits();
    startAgain();
    QTRY_COMPARE(m_edits, QStringList{u"better"_s});
    QTRY_COMPARE(waiting(), 0);
}

//! The version that says the same is from before the edit was made.
void TestChatEdits::saysAgainWhatWasSaidBefore()
{
    editUnanswered(u"text 3"_s);
    take(u"from the telephone"_s);
    takeEdits();
    startAgain();
    QTRY_COMPARE(m_edits, QStringList{u"text 3"_s});
}

//! None of them is taken for another one of them.
void TestChatEdits::backAndForth()
{
    m->chat->connection().close();
    for (const auto &text : {u"here"_s, u"there"_s, u"here"_s})
        edit(text);
    takeEdits();
    startAgain();
    QTRY_COMPARE(m_edits, (QStringList{u"here"_s, u"there"_s, u"here"_s}));
    QTRY_COMPARE(waiting(), 0);
}

void TestChatEdits::versionsAreRefused()
{
    editUnanswered(u"better"_s);
    m->server.on<protocol::ListVersions>([](const auto &) -> Result<protocol::VersionsReply> {
        return Error(ErrorCode::NotFound, {});
    });
    takeEdits();
    startAgain();
    QTRY_COMPARE(m_edits, QStringList{u"better"_s});
}

void TestChatEdits::askedAgainWhenTheLineBreaks()
{
    editUnanswered(u"better"_s);
    m->server.onRaw(u"message.versions"_s, [](const QString &) {});
    takeEdits();
    startAgain();
    QTRY_COMPARE(asked(), 1);
    QCOMPARE(waiting(), 1);
    m->server.on<protocol::ListVersions>(
        [this](const protocol::ListVersions &) { return protocol::VersionsReply{m_versions}; });
    m->chat->connection().close();
    m->open();
    QTRY_COMPARE(m_edits, QStringList{u"better"_s});
}

void TestChatEdits::discardedWhileAsked()
{
    editUnanswered(u"better"_s);
    QString waits;
    m->server.onRaw(u"message.versions"_s, [&](const QString &id) { waits = id; });
    takeEdits();
    startAgain();
    QTRY_VERIFY(!waits.isEmpty());
    m->chat->discardAll();
    m->server.send(wire::replyFrame(waits, wire::encoded(protocol::VersionsReply{m_versions})));
    m->server.on<protocol::PostMessage>([](const protocol::PostMessage &) {
        return protocol::Posted{kRoom, 9, 1, 0};
    });
    m->chat->post(kRoom, u"behind it"_s);
    QTRY_COMPARE(m->server.count(u"message.post"_s), 1); // the way is free
    QCOMPARE(m_edits, QStringList());
}

QTEST_GUILESS_MAIN(TestChatEdits)
#include "tst_chat_edits.moc"
