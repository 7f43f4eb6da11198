// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/cut_line.h"
#include "tests/support/room_scene.h"
#include <QAbstractButton>

namespace salon::test {

//! Ada in "general" behind a line that can be cut, and grace, by another program, who has said
//! there that lunch is at noon. At most four kinds of reaction.
class OfflineScene {
protected:
    static constexpr int kBackMs = 20'000; // the client waits longer from try to try

    void begin()
    {
        m = std::make_unique<RoomScene>("[limits]\nreaction_kinds = 4\n");
        QVERIFY(m->start());
        m_line = std::make_unique<CutLine>(m->salond.port());
        QVERIFY(m->signIn(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_line->port()))));
        m_room = m->room();
        m_self = m->ada.chat().self();
        m_grace = std::make_unique<HttpClient>(m->elsewhere(QStringLiteral("grace")));
        asGrace("/api/room.join", protocol::JoinRoom{m_room});
        m_lunch = graceSays(QStringLiteral("lunch at noon"));
        QTRY_COMPARE(m->ada.latest(), QStringLiteral("lunch at noon"));
    }
    void end()
    {
        if (QTest::currentTestFailed() && m)
            qInfo().noquote() << QString::fromUtf8(m->salond.log().right(2000));
        m.reset();
        m_line.reset();
        m_grace.reset();
    }
    Seq graceSays(const QString &text)
    {
        const auto posted = m_grace->say(m_room, text);
        return posted ? posted->seq : 0;
    }
    template <class T>
    void asGrace(const char *path, const T &request)
    {
        const auto done = m_grace->call(path, request);
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
    }
    //! "👍 2*" of each chip, with a star where she is among them.
    QStringList chips(const QString &text)
    {
        QStringList all;
        const client::TimelineRow *row = m->ada.rowOf(text);
        for (const client::RowReaction &chip : row ? row->reactions : QList<client::RowReaction>())
            all.append(QStringLiteral("%1 %2%3")
                           .arg(chip.emoji)
                           .arg(chip.count)
                           .arg(chip.isOwn ? QStringLiteral("*") : QStringLiteral("")));
        return all;
    }
    client::TimelineView *view() { return m->ada.window().pane()->timeline(); }
    void choose(const QString &text)
    {
        view()->setFocus();
        view()->setCurrentIndex(int(m->ada.texts().indexOf(text)));
    }
    //! With the so manieth of the emoji that are offered.
    void react(const QString &text, int which)
    {
        choose(text);
        QTest::keyClick(view(), Qt::Key_Plus);
        auto *popup = view()->findChild<QWidget *>(QStringLiteral("reactionPopup"));
        QVERIFY(popup);
        popup->findChildren<QAbstractButton *>(QStringLiteral("reaction"))[which]->click();
        delete popup;
    }
    void cut()
    {
        m_line->cut();
        QTRY_VERIFY(!m->ada.isOnline());
    }
    void mend()
    {
        m_line->mend();
        m->ada.chat().connection().retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(m->ada.isOnline(), kBackMs);
    }
    qsizetype waiting() { return m->ada.chat().outboxCount().waiting; }

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<CutLine> m_line;
    std::unique_ptr<HttpClient> m_grace;
    RoomId m_room;
    UserId m_self;
    Seq m_lunch = 0; //!< which grace has said
};

} // namespace salon::test
