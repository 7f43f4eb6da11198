// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/injected_failures.h"
#include "tests/support/scripted_front.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QTest>

namespace salon::test {

//! Ada at a window before a scripted server, whose one room "engines" has one message, "text 1".
class ScriptedScene {
protected:
    static constexpr int kPatienceMs = 30'000;

    void begin()
    {
        m_front = std::make_unique<ScriptedFront>();
        m_front->socket.hello.rooms = {roomOf({5}, QStringLiteral("engines"))};
        m_front->socket.on<protocol::ListMessages>(
            [](const protocol::ListMessages &) -> Result<protocol::MessagePage> {
                return pageOf({5}, 1, 1);
            });
        m_ada = std::make_unique<WindowUser>();
    }
    void end()
    {
        m_ada.reset();
        m_front.reset();
    }
    void signIn()
    {
        m_ada->start({QUrl(QStringLiteral("http://") + m_front->address()), QStringLiteral("ada"),
                      QStringLiteral("correct horse 7")});
        QTRY_VERIFY_WITH_TIMEOUT(
            m_ada->isSignedIn() && m_ada->openedRoom() == QLatin1String("engines"), kPatienceMs);
    }
    void expectNotice(const QString &id)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(
            idIn(m_ada->noticeDetail()) == id,
            qPrintable(id + QStringLiteral(" is not ") + m_ada->noticeDetail()), kPatienceMs);
        QDir().mkpath(QStringLiteral(SALON_PICTURES));
        m_ada->window().grab().save(QStringLiteral(SALON_PICTURES "/failure ") + id
                                    + QStringLiteral(".png"));
        m_shown.add(id);
    }

    std::unique_ptr<ScriptedFront> m_front;
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

} // namespace salon::test
