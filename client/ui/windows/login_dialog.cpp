// SPDX-License-Identifier: MIT
#include "client/ui/windows/login_dialog.h"
#include "client/ui/windows/error_sentences.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kCardWidth = 360;
constexpr int kPadding = 32;
constexpr int kErrorColour = 0xB3261E;

QLabel *errorLabel(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, QColor::fromRgb(QRgb(kErrorColour)));
    label->setPalette(palette);
    label->hide();
    return label;
}

} // namespace

LoginDialog::LoginDialog(QWidget *parent)
    : QDialog(parent), m_server(new QLineEdit(this)), m_user(new QLineEdit(this)),
      m_password(new QLineEdit(this)), m_serverError(errorLabel(this, u"serverError"_s)),
      m_passwordError(errorLabel(this, u"passwordError"_s)),
      m_login(new QPushButton(tr("Log in"), this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(tr("Log in to Salon"));
    setFixedWidth(kCardWidth + 2 * kPadding);
    m_server->setObjectName(u"serverEdit"_s);
    m_user->setObjectName(u"userEdit"_s);
    m_password->setObjectName(u"passwordEdit"_s);
    m_login->setObjectName(u"loginButton"_s);
    m_cancel->setObjectName(u"cancelButton"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_server->setPlaceholderText(u"http://127.0.0.1:8008"_s);
    m_login->setDefault(true);
    auto *revealButton = new QPushButton(tr("Show"), this);
    revealButton->setCheckable(true);
    revealButton->setAutoDefault(false);
    connect(revealButton, &QPushButton::toggled, this, [this](bool shown) {
        m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kPadding, kPadding, kPadding, kPadding);
    layout->setSpacing(8);
    const auto add = [&](const QString &text, QLineEdit *edit) {
        auto *label = new QLabel(text, this);
        label->setBuddy(edit);
        layout->addWidget(label);
    };
    add(tr("&Server"), m_server);
    layout->addWidget(m_server);
    layout->addWidget(m_serverError);
    add(tr("&Name"), m_user);
    layout->addWidget(m_user);
    add(tr("&Password"), m_password);
    auto *passwordRow = new QHBoxLayout;
    passwordRow->addWidget(m_password);
    passwordRow->addWidget(revealButton);
    layout->addLayout(passwordRow);
    layout->addWidget(m_passwordError);
    layout->addSpacing(8);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_login);
    layout->addLayout(buttons);
    m_cancel->setAutoDefault(false);
    connect(m_login, &QPushButton::clicked, this, &LoginDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (!m_isBusy)
            return reject();
        setBusy(false);
        Q_EMIT cancelled();
    });
}

void LoginDialog::setServer(const QUrl &server)
{
    m_server->setText(server.toString());
}

void LoginDialog::setUser(const QString &user)
{
    m_user->setText(user);
    if (!user.isEmpty())
        m_password->setFocus();
}

void LoginDialog::clearErrors()
{
    m_serverError->hide();
    m_passwordError->hide();
}

void LoginDialog::submit()
{
    clearErrors();
    QString address = m_server->text().trimmed();
    if (!address.contains("://"_L1))
        address.prepend("http://"_L1);
    const QUrl server(address);
    if (!server.isValid() || server.host().isEmpty()) {
        m_serverError->setText(tr("This is no address. It looks like http://host:8008."));
        m_serverError->show();
        return;
    }
    setBusy(true);
    Q_EMIT loginRequested(server, m_user->text(), m_password->text());
}

void LoginDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    for (QWidget *field : {static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_user),
                           static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_login)})
        field->setEnabled(!busy);
    m_login->setText(busy ? tr("Logging in…") : tr("Log in"));
}

void LoginDialog::showFailure(const Failure &failure)
{
    setBusy(false);
    clearErrors();
    const bool isAboutServer = failure.connection != ConnectionFailure::None;
    QLabel *label = isAboutServer ? m_serverError : m_passwordError;
    label->setText(sentenceFor(failure));
    label->show();
    (isAboutServer ? m_server : m_password)->setFocus();
}

} // namespace salon::client
