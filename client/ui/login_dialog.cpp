// SPDX-License-Identifier: MIT
#include "client/ui/login_dialog.h"

#include "client/ui/form_field.h"
#include "client/ui/password_edit.h"
#include "client/ui/server_address.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kLastServer = u"login/server"_s;
const QString kLastUser = u"login/user"_s;
constexpr int kCardWidth = 360;
constexpr int kCardPadding = 32;

} // namespace

LoginDialog::LoginDialog(QSettings *settings, QWidget *parent)
    : FormDialog(parent), m_settings(settings), m_card(new QWidget(this)),
      m_logo(new QLabel(m_card)), m_reason(new TextLabel(TextKind::RoomList, {}, m_card)),
      m_passwordEdit(new PasswordEdit), m_signIn(new QPushButton(m_card)),
      m_cancel(new QPushButton(tr("Cancel"), m_card))
{
    setObjectName(u"loginDialog"_s);
    setWindowTitle(tr("Sign in to Salon"));
    build();
    if (settings) {
        setServer(settings->value(kLastServer).toString());
        setUser(settings->value(kLastUser).toString());
    }
    connect(m_passwordEdit, &PasswordEdit::capsLockChanged, this,
            [this](bool isOn) { m_password->setHint(isOn ? tr("Caps Lock is on.") : QString()); });
    connect(m_signIn, &QPushButton::clicked, this, &LoginDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, &LoginDialog::reject);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &LoginDialog::followTheme);
    setBusy(false);
    followTheme();
}

void LoginDialog::build()
{
    auto *title = new TextLabel(TextKind::LoginTitle, tr("Sign in to Salon"), m_card);
    title->setAlignment(Qt::AlignHCenter);
    m_logo->setAlignment(Qt::AlignHCenter);
    m_reason->setObjectName(u"loginReason"_s);
    m_reason->setAlignment(Qt::AlignHCenter);
    m_reason->setWordWrap(true);
    m_reason->hide();
    auto *serverEdit = new QLineEdit;
    serverEdit->setPlaceholderText(u"chat.example.org"_s);
    serverEdit->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoAutoUppercase);
    m_server = new FormField(tr("Server"), serverEdit, u"loginServer"_s, m_card);
    m_user = new FormField(tr("User name"), new QLineEdit, u"loginUser"_s, m_card);
    m_password = new FormField(tr("Password"), m_passwordEdit, u"loginPassword"_s, m_card);
    m_signIn->setObjectName(u"loginSubmit"_s);
    setButtonRole(m_signIn, ButtonRole::Primary);
    m_cancel->setObjectName(u"loginCancel"_s);
    setButtonRole(m_cancel, ButtonRole::Link);
    m_cancel->setAutoDefault(false);
    // The place of Cancel is kept free, so that nothing moves when it comes.
    QSizePolicy policy = m_cancel->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_cancel->setSizePolicy(policy);

    auto *column = new QVBoxLayout(m_card);
    column->setContentsMargins(kCardPadding, kCardPadding, kCardPadding, kCardPadding / 2);
    column->setSpacing(4 * Theme::kStep);
    column->addWidget(m_logo);
    column->addWidget(title);
    column->addWidget(m_reason);
    for (FormField *field : {m_server, m_user, m_password})
        column->addWidget(field);
    column->addSpacing(Theme::kStep);
    column->addWidget(m_signIn);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(m_cancel, 0, Qt::AlignHCenter);

    // Not by its alignment: the height of wrapped text would be that for the dialog's width.
    auto *middle = new QHBoxLayout;
    middle->addStretch();
    middle->addWidget(m_card);
    middle->addStretch();
    auto *outer = new QVBoxLayout(this);
    outer->addStretch();
    outer->addLayout(middle);
    outer->addStretch();
}

void LoginDialog::setServer(const QString &server)
{
    m_server->edit()->setText(server);
}

void LoginDialog::setUser(const QString &user)
{
    m_user->edit()->setText(user);
}

void LoginDialog::setReason(const QString &reason)
{
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

FormField *LoginDialog::fieldOf(Field field) const
{
    switch (field) {
    case Field::Server:
        return m_server;
    case Field::User:
        return m_user;
    case Field::Password:
        break;
    }
    return m_password;
}

void LoginDialog::showError(Field field, const QString &text)
{
    setBusy(false);
    FormField *wrong = fieldOf(field);
    wrong->setError(text);
    wrong->edit()->setFocus(Qt::OtherFocusReason);
    wrong->edit()->selectAll();
}

void LoginDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    for (FormField *field : {m_server, m_user, m_password})
        field->setEnabled(!isBusy);
    m_signIn->setEnabled(!isBusy);
    m_signIn->setText(isBusy ? tr("Signing in…") : tr("Sign in"));
    m_cancel->setVisible(isBusy);
    if (isBusy)
        m_cancel->setFocus(Qt::OtherFocusReason);
}

void LoginDialog::submit()
{
    if (m_isBusy)
        return;
    for (FormField *field : {m_server, m_user, m_password})
        field->setError(QString());
    const auto server = serverFromTyping(m_server->edit()->text());
    if (!server)
        return showError(Field::Server,
                         m_server->edit()->text().trimmed().isEmpty()
                             ? tr("Type the address of your server.")
                             : tr("This is not an address. It looks like chat.example.org."));
    const QString user = m_user->edit()->text().trimmed();
    if (user.isEmpty())
        return showError(Field::User, tr("Type your user name."));
    if (m_passwordEdit->text().isEmpty())
        return showError(Field::Password, tr("Type your password."));
    m_passwordEdit->setRevealed(false);
    if (m_settings) {
        m_settings->setValue(kLastServer, m_server->edit()->text().trimmed());
        m_settings->setValue(kLastUser, user);
    }
    setBusy(true);
    Q_EMIT loginRequested(*server, user, m_passwordEdit->text());
}

void LoginDialog::reject()
{
    if (!m_isBusy)
        return QDialog::reject();
    setBusy(false);
    m_passwordEdit->setFocus(Qt::OtherFocusReason);
    Q_EMIT cancelled();
}

void LoginDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    for (FormField *field : {m_server, m_user, m_password}) {
        if (field->edit()->text().isEmpty())
            return field->edit()->setFocus(Qt::OtherFocusReason);
    }
}

int LoginDialog::neededHeight() const
{
    const QMargins outside = layout()->contentsMargins();
    const int card = m_card->layout()->totalHeightForWidth(m_card->width());
    return card + outside.top() + outside.bottom();
}

void LoginDialog::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.sidebar);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(QRectF(m_card->geometry()).adjusted(0.5, 0.5, -0.5, -0.5),
                            Theme::kDialogRadius, Theme::kDialogRadius);
}

void LoginDialog::followTheme()
{
    constexpr int kLogo = 48, kButton = 40;
    const Theme &theme = Theme::current();
    m_logo->setPixmap(programIcon().pixmap(QSize(kLogo, kLogo), devicePixelRatioF()));
    m_card->setFixedWidth(theme.scaled(kCardWidth));
    m_signIn->setMinimumHeight(theme.scaled(kButton));
    update();
}

} // namespace salon::client
