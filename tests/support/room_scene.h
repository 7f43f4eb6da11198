// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/room_pane.h"
#include "tests/support/http_client.h"
#include "tests/support/injected_failures.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDialog>
#include <QLabel>
#include <QTest>

namespace salon::test {

//! What stands below a field of a dialog, or the small line below that; empty for nothing.
inline QString errorUnder(const QDialog *dialog, const QString &field)
{
    const auto *label =
        dialog ? dialog->findChild<QLabel *>(field + QStringLiteral("Error")) : nullptr;
    return label && label->isVisible() ? label->text() : QString();
}
inline QString detailUnder(const QDialog *dialog, const QString &field)
{
    const auto *label =
        dialog ? dialog->findChild<QLabel *>(field + QStringLiteral("ErrorDetail")) : nullptr;
    return label && label->isVisible() ? label->text() : QString();
}

//! A server of its own with ada at a window in "general", and grace who has an account there.
struct RoomScene {
    explicit RoomScene(const QByteArray &configuration = {})
        : salond(kCheapPasswords + configuration)
    {
    }

    bool begin() { return start() && signIn(salond.url()); }
    //! The server alone; ada comes by signIn().
    bool start()
    {
        return salond.start() && salond.addUser(QStringLiteral("ada"), password)
            && salond.addUser(QStringLiteral("grace"), password);
    }
    //! `through` is the server's address, or that of somebody before it.
    bool signIn(const QUrl &through)
    {
        ada.start({through, QStringLiteral("ada"), password});
        return QTest::qWaitFor([this] { return isInRoom(); }, kSignInMs);
    }
    bool isInRoom() { return ada.isSignedIn() && ada.openedRoom() == QLatin1String("general"); }
    //! Somebody (also ada herself) on another device.
    HttpClient elsewhere(const QString &user) const
    {
        HttpClient http(salond.port());
        if (const auto login = http.login(user, password))
            http.setToken(login->token.toLatin1());
        return http;
    }
    RoomId room() { return ada.window().pane()->room(); }

    //! What ada sees when she asks for a new room: the dialog that she has filled in and sent.
    QDialog *createRoom(const QString &name)
    {
        if (!ada.dialog(QStringLiteral("createRoomDialog")))
            ada.click(QStringLiteral("createRoom"));
        QDialog *dialog = ada.dialog(QStringLiteral("createRoomDialog"));
        WindowUser::fill(dialog, QStringLiteral("roomNameEdit"), name);
        WindowUser::click(dialog, QStringLiteral("createRoomSubmit"));
        return dialog;
    }
    //! Whether the log knows the id that stands in the small line below a sentence.
    bool logKnows(const QString &detail) const { return salond.hasLogged(traceIn(detail)); }

    static constexpr int kSignInMs = 10'000;
    const QString password = QStringLiteral("correct horse 7");
    SalondProcess salond;
    WindowUser ada;
};

} // namespace salon::test
