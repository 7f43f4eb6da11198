// SPDX-License-Identifier: MIT
#include "client/ui/login_flow.h"
#include "client/state/session_state.h"
#include "client/ui/certificate_dialog.h"
#include "client/ui/error_sentences.h"
#include "client/ui/server_address.h"
#include <QApplication>

using namespace Qt::StringLiterals;

namespace salon::client {

LoginDialog::Field fieldOf(const Failure &failure)
{
    if (failure.connection != ConnectionFailure::None)
        return LoginDialog::Field::Server;
    const Error &error = failure.error;
    using enum Reason;
    if (error.reason == WrongSetupCode || error.reason == SetupCodeExpired)
        return LoginDialog::Field::Code;
    if (error.path.endsWith("code"_L1))
        return LoginDialog::Field::Code;
    if (error.path.endsWith("username"_L1))
        return LoginDialog::Field::User;
    const bool isAboutServer = error.code == ErrorCode::UnsupportedProtocol
        || error.code == ErrorCode::UnknownKind || error.code == ErrorCode::MethodNotAllowed;
    return isAboutServer ? LoginDialog::Field::Server : LoginDialog::Field::Password;
}

Remedy remedyOf(const Failure &failure)
{
    if (failure.connection == ConnectionFailure::NotEncrypted)
        return {LoginFlow::tr("Send my password unencrypted"), true};
    if (failure.connection == ConnectionFailure::TlsWanted)
        return {LoginFlow::tr("Use https"), false};
    if (failure.certificate)
        return {LoginFlow::tr("Show the certificate…"), false};
    return {};
}

LoginFlow::LoginFlow(SessionState &session, ServerTrust &trust, ProfileSettings &settings,
                     QObject *parent)
    : QObject(parent), m_session(session), m_trust(trust), m_settings(settings)
{
    connect(&session, &SessionState::logInFailed, this, &LoginFlow::showFailure);
    connect(&session, &SessionState::setUpNeeded, this, [this](const QUrl &server) {
        if (!m_dialog)
            ask(QApplication::activeWindow());
        showSetUp(server, true);
    });
    connect(&session, &SessionState::serverSeen, this, &LoginFlow::showSetUp);
}

LoginFlow::~LoginFlow()
{
    // Over no window it has no parent either.
    const std::unique_ptr<LoginDialog> last(m_dialog.data());
}

void LoginFlow::prefill(const QUrl &server, const QString &user)
{
    m_server = server;
    m_user = user;
}

void LoginFlow::logIn(const QUrl &server, const QString &user, const QString &password)
{
    prefill(server, user);
    m_isHeldBack = false;
    m_session.logIn(server, user, password);
}

void LoginFlow::setUp(const QUrl &server, const QString &code, const QString &user,
                      const QString &password)
{
    prefill(server, user);
    m_isHeldBack = false;
    m_session.setUp(server, code, user, password);
}

void LoginFlow::showSetUp(const QUrl &server, bool isNeeded)
{
    // By now the address may be another one, or a login under way.
    const bool isStillAsked = m_dialog && m_dialog->server() == server;
    if (isStillAsked && (isNeeded || !m_dialog->isBusy()))
        m_dialog->setSetUp(isNeeded);
}

void LoginFlow::ask(QWidget *over, const ErrorSentence &reason)
{
    if (m_dialog)
        return;
    m_dialog = new LoginDialog(&m_settings, over);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_server.isEmpty())
        m_dialog->setServer(serverForPeople(m_server));
    if (!m_user.isEmpty())
        m_dialog->setUser(m_user);
    m_dialog->setReason(reason);
    connect(m_dialog, &LoginDialog::loginRequested, this, &LoginFlow::logIn);
    connect(m_dialog, &LoginDialog::setUpRequested, this, &LoginFlow::setUp);
    connect(m_dialog, &LoginDialog::serverEntered, &m_session, &SessionState::look);
    connect(m_dialog, &LoginDialog::remedyChosen, this, &LoginFlow::applyRemedy);
    connect(m_dialog, &LoginDialog::cancelled, &m_session, &SessionState::cancelLogIn);
    // It dies later, but it may be asked again at once.
    connect(m_dialog, &QDialog::finished, this, [this] { m_dialog = nullptr; });
    connect(m_dialog, &QDialog::rejected, this, &LoginFlow::givenUp);
    if (over)
        m_dialog->open();
    else
        m_dialog->show();
}

void LoginFlow::showFailure(const Failure &failure)
{
    if (!m_dialog)
        ask(QApplication::activeWindow());
    const QString server = serverForPeople(m_server);
    const bool wasSetUp = m_dialog->isSetUp();
    const ErrorSentence sentence =
        wasSetUp ? setUpSentence(failure, server) : loginSentence(failure, server);
    if (wasSetUp && failure.error.reason == Reason::SetupDone) {
        m_dialog->setSetUp(false); // somebody was faster
        return m_dialog->setReason(sentence);
    }
    auto field = fieldOf(failure);
    if (wasSetUp && failure.error.code == ErrorCode::RateLimited)
        field = LoginDialog::Field::Code;
    m_failure = failure;
    m_dialog->showError(field, sentence, remedyOf(failure));
}

void LoginFlow::askToGoOn(const QUrl &server, const QString &user)
{
    prefill(server, user);
    ask(nullptr);
    m_isHeldBack = true;
    m_failure = {ConnectionFailure::NotEncrypted, {}};
    m_dialog->showError(LoginDialog::Field::Server,
                        errorSentence(m_failure, serverForPeople(server)),
                        {tr("Go on unencrypted"), true});
}

void LoginFlow::applyRemedy()
{
    switch (m_failure.connection) {
    case ConnectionFailure::NotEncrypted:
        return allowPlain();
    case ConnectionFailure::TlsWanted: {
        QUrl encrypted = m_server;
        encrypted.setScheme(u"https"_s);
        m_dialog->setServer(serverForPeople(encrypted));
        return m_dialog->submit();
    }
    default:
        return showCertificate();
    }
}

void LoginFlow::allowPlain()
{
    m_trust.allowPlain(m_server);
    if (std::exchange(m_isHeldBack, false))
        m_session.resume();
    else
        m_dialog->submit();
}

void LoginFlow::showCertificate()
{
    auto *dialog = new CertificateDialog(m_server, m_failure, m_trust, m_dialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::decided, m_dialog, &LoginDialog::submit);
    dialog->open();
}

void LoginFlow::finish()
{
    if (m_dialog)
        m_dialog->accept();
}

} // namespace salon::client
