// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/login_dialog.h"
#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace salon::test {

//! The dialog on a screen, and what a person types into it.
class LoginDialogFixture {
protected:
    QLineEdit *edit(const QString &name) { return m_dialog->findChild<QLineEdit *>(name); }
    QString errorUnder(const QString &name)
    {
        const auto *label = m_dialog->findChild<QLabel *>(name + QStringLiteral("Error"));
        return label->isVisible() ? label->text() : QString();
    }
    QAbstractButton *submit()
    {
        return m_dialog->findChild<QAbstractButton *>(QStringLiteral("loginSubmit"));
    }
    QAbstractButton *cancel()
    {
        return m_dialog->findChild<QAbstractButton *>(QStringLiteral("loginCancel"));
    }
    void fill(const QString &server, const QString &user, const QString &password)
    {
        edit(QStringLiteral("loginServer"))->setText(server);
        edit(QStringLiteral("loginUser"))->setText(user);
        edit(QStringLiteral("loginPassword"))->setText(password);
    }
    //! Code, user name, password, and the password again.
    void fillSetUp(const QStringList &typed)
    {
        fill(QStringLiteral("localhost:9000"), typed[1], typed[2]);
        edit(QStringLiteral("setUpCode"))->setText(typed[0]);
        edit(QStringLiteral("setUpPasswordAgain"))->setText(typed[3]);
    }
    void open(client::ProfileSettings *settings = nullptr)
    {
        m_dialog = std::make_unique<client::LoginDialog>(settings);
        m_dialog->resize(520, 640);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    std::unique_ptr<client::LoginDialog> m_dialog;
};

} // namespace salon::test
