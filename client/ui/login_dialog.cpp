// SPDX-License-Identifier: MIT
#include "client/ui/login_dialog.h"

#include "client/platform/profile_settings.h"
#include "client/ui/password_edit.h"
#include "client/ui/server_field.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kLastServer = u"login/server"_s;
const QString kLastUser = u"login/user"_s;
constexpr int kCardWidth = 360;
constexpr int kCardPadding = 32;

} // namespace

LoginDialog::LoginDialog(ProfileSettings *settings, QWidget *parent)
    : FormDialog(parent), m_settings(settings), m_card(new QWidget(this)),
      m_logo(new QLabel(m_card)), m_reason(new TextLabel(TextKind::RoomList, {}, m_card)),
      m_reasonDetail(new TextLabel(TextKind::Secondary, {}, m_card)),
      m_title(new TextLabel(TextKind::LoginTitle, {}, m_card)),
      m_explanation(new TextLabel(TextKind::Secondary, {}, m_card)),
      m_passwordEdit(new PasswordEdit), m_againEdit(new PasswordEdit),
      m_signIn(new QPushButton(m_card)), m_cancel(new QPushButton(tr("Cancel"), m_card))
{
    setObjectName(u"loginDialog"_s);
    build();
    if (settings) {
        setServer(settings->value(kLastServer).toString());
        setUser(settings->value(kLastUser).toString());
    }
    connect(m_passwordEdit, &PasswordEdit::capsLockChanged, this,
            [this](bool isOn) { m_password->setHint(isOn ? tr("Caps Lock is on.") : QString()); });
    connect(m_server->edit(), &QLineEdit::editingFinished, this, &LoginDialog::tellServer);
    for (FormField *field : fields())
        connect(field, &FormField::remedyChosen, this, &LoginDialog::remedyChosen);
    connect(m_signIn, &QPushButton::clicked, this, &LoginDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, &LoginDialog::reject);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &LoginDialog::followTheme);
    followMode();
    setBusy(false);
    followTheme();
}

LoginDialog::~LoginDialog()
{
    // It loses the focus while the dialog goes, when nobody is left to be told.
    m_server->edit()->disconnect(this);
}

void LoginDialog::build()
{
    m_title->setAlignment(Qt::AlignHCenter);
    m_logo->setAlignment(Qt::AlignHCenter);
    m_reason->setObjectName(u"loginReason"_s);
    m_explanation->setObjectName(u"setUpExplanation"_s);
    m_reasonDetail->setObjectName(u"loginReasonDetail"_s);
    for (TextLabel *label : {m_reason, m_reasonDetail, m_explanation}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    setReason({});
    auto *codeEdit = new QLineEdit;
    codeEdit->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_server = new ServerField(u"loginServer"_s, m_card);
    m_code = new FormField(tr("Set-up code"), codeEdit, u"setUpCode"_s, m_card);
    m_user = new FormField(tr("User name"), new QLineEdit, u"loginUser"_s, m_card);
    m_password = new FormField(tr("Password"), m_passwordEdit, u"loginPassword"_s, m_card);
    m_again = new FormField(tr("Password again"), m_againEdit, u"setUpPasswordAgain"_s, m_card);
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
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(m_logo);
    column->addWidget(m_title);
    column->addWidget(m_reason);
    column->addWidget(m_reasonDetail);
    column->addWidget(m_explanation);
    for (FormField *field : fields())
        column->addWidget(field);
    column->addSpacing(Theme::kStep);
    column->addWidget(m_signIn);
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

void LoginDialog::setReason(const ErrorSentence &reason)
{
    m_reason->setText(reason.text());
    m_reason->setVisible(!m_reason->text().isEmpty());
    m_reasonDetail->setText(reason.detail());
    m_reasonDetail->setVisible(!m_reasonDetail->text().isEmpty());
}

void LoginDialog::setSetUp(bool isSetUp)
{
    if (m_isSetUp == isSetUp)
        return;
    m_isSetUp = isSetUp;
    setReason({});
    followMode();
    setBusy(false);
    if (isSetUp)
        m_code->edit()->setFocus(Qt::OtherFocusReason);
}

void LoginDialog::followMode()
{
    const QString title = m_isSetUp ? tr("Set up this server") : tr("Sign in to Salon");
    setWindowTitle(title);
    m_title->setText(title);
    m_explanation->setText(tr("Nobody has an account here yet. The first one is made with the code "
                              "that the server printed when it was started."));
    m_explanation->setVisible(m_isSetUp);
    m_code->setVisible(m_isSetUp);
    m_again->setVisible(m_isSetUp);
    for (FormField *field : fields())
        field->setError({});
}

std::optional<QUrl> LoginDialog::server() const
{
    return m_server->server();
}

void LoginDialog::tellServer()
{
    const QString typed = m_server->edit()->text().trimmed();
    const auto meant = server();
    if (m_isBusy || typed == m_told || !meant)
        return;
    m_told = typed;
    Q_EMIT serverEntered(*meant);
}

QList<FormField *> LoginDialog::fields() const
{
    return {m_server, m_code, m_user, m_password, m_again};
}

FormField *LoginDialog::fieldOf(Field field) const
{
    switch (field) {
    case Field::Server:
        return m_server;
    case Field::Code:
        return m_code;
    case Field::User:
        return m_user;
    case Field::Password:
        break;
    }
    return m_password;
}

void LoginDialog::showError(Field field, const ErrorSentence &error, const Remedy &remedy)
{
    setBusy(false);
    FormField *wrong = fieldOf(field);
    wrong->setError(error, remedy);
    wrong->edit()->setFocus(Qt::OtherFocusReason);
    wrong->edit()->selectAll();
}

void LoginDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    for (FormField *field : fields())
        field->setEnabled(!isBusy);
    m_signIn->setEnabled(!isBusy);
    if (m_isSetUp)
        m_signIn->setText(isBusy ? tr("Making the account…") : tr("Make the first account"));
    else
        m_signIn->setText(isBusy ? tr("Signing in…") : tr("Sign in"));
    m_cancel->setVisible(isBusy);
    if (isBusy)
        m_cancel->setFocus(Qt::OtherFocusReason);
}

//! Whether all that is asked for is there; tells the first that is missing.
bool LoginDialog::isComplete()
{
    const auto missing = [this](Field field, const QString &text) {
        showError(field, {text});
        return false;
    };
    if (!server())
        return missing(Field::Server, m_server->problem());
    if (m_isSetUp && m_code->edit()->text().trimmed().isEmpty())
        return missing(Field::Code, tr("Type the code that the server printed."));
    if (m_user->edit()->text().trimmed().isEmpty())
        return missing(Field::User,
                       m_isSetUp ? tr("Choose a user name.") : tr("Type your user name."));
    if (m_passwordEdit->text().isEmpty())
        return missing(Field::Password,
                       m_isSetUp ? tr("Choose a password.") : tr("Type your password."));
    if (m_isSetUp && m_againEdit->text() != m_passwordEdit->text()) {
        m_again->setError({tr("This is not the same password.")});
        m_againEdit->setFocus(Qt::OtherFocusReason);
        m_againEdit->selectAll();
        return false;
    }
    return true;
}

void LoginDialog::submit()
{
    if (m_isBusy)
        return;
    for (FormField *field : fields())
        field->setError({});
    if (!isComplete())
        return;
    const QString user = m_user->edit()->text().trimmed();
    m_passwordEdit->setRevealed(false);
    m_againEdit->setRevealed(false);
    if (m_settings) {
        m_settings->setValue(kLastServer, m_server->edit()->text().trimmed());
        m_settings->setValue(kLastUser, user);
    }
    setBusy(true);
    if (m_isSetUp)
        Q_EMIT setUpRequested(*server(), m_code->edit()->text().trimmed(), user,
                              m_passwordEdit->text());
    else
        Q_EMIT loginRequested(*server(), user, m_passwordEdit->text());
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
    for (FormField *field : fields()) {
        if (field->isVisible() && field->edit()->text().isEmpty())
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
    // Not before the window has its place: what is told may make it grow, and a window that grows
    // while it is being placed lands in the corner of the screen.
    if (!std::exchange(m_wasSeen, true))
        QMetaObject::invokeMethod(this, &LoginDialog::tellServer, Qt::QueuedConnection);
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
