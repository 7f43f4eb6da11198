// SPDX-License-Identifier: MIT
#include "client/ui/composer.h"

#include "client/state/stage_times.h"
#include "client/ui/code_fence.h"
#include "client/ui/completion/emoji_completion.h"
#include "client/ui/completion/name_completion.h"
#include "client/ui/completion/text_completer.h"
#include "client/ui/composer_edit.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/paste_bar.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kMostLines = 8;
constexpr int kLowest = 44; // px at the default text size
constexpr int kMargin = 2 * Theme::kStep; // around the box
constexpr double kPaneShare = 0.4;
constexpr int kScrollSlack = 2; // QPlainTextEdit scrolls when its lines fill it to the last pixel
constexpr double kCounterFrom = 0.9;

qint64 codePoints(const QString &text)
{
    return text.size()
        - std::count_if(text.begin(), text.end(), [](QChar c) { return c.isLowSurrogate(); });
}

bool isBlank(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

} // namespace

Composer::Composer(QWidget *parent)
    : QWidget(parent), m_edit(new ComposerEdit(this)),
      m_counter(new TextLabel(TextKind::Secondary, {}, this)),
      m_blocked(new TextLabel(TextKind::RoomList, {}, this)),
      m_corner(new QBoxLayout(QBoxLayout::LeftToRight)), m_emoji(new QToolButton(this)),
      m_send(new QToolButton(this)), m_completer(new TextCompleter(m_edit)),
      m_people(new NameCompletion(u'@', tr("People"), this)),
      m_rooms(new NameCompletion(u'#', tr("Rooms"), this))
{
    setObjectName(u"composer"_s);
    m_edit->setObjectName(u"composerEdit"_s);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->installEventFilter(this);
    m_counter->setObjectName(u"composerCounter"_s);
    m_counter->hide();
    m_blocked->setObjectName(u"composerBlocked"_s);
    m_blocked->setWordWrap(true);
    m_blocked->hide();
    m_emoji->setObjectName(u"composerEmoji"_s);
    m_emoji->setAutoRaise(true);
    m_emoji->setAccessibleName(tr("Emoji"));
    m_emoji->setToolTip(tr("Emoji (Ctrl+.)"));
    m_emoji->hide();
    m_send->setObjectName(u"composerSend"_s);
    m_send->setAutoRaise(true);
    m_send->setAccessibleName(tr("Send"));
    m_send->setToolTip(tr("Send (Enter, or Ctrl+Enter from within code)"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4 * Theme::kStep + 12, kMargin, 4 * Theme::kStep + 6, 3 * Theme::kStep);
    row->setSpacing(2 * Theme::kStep);
    row->addWidget(m_edit, 1);
    row->addWidget(m_blocked, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(2 * Theme::kStep);
    buttons->addStretch();
    buttons->addWidget(m_emoji, 0, Qt::AlignBottom);
    buttons->addWidget(m_send, 0, Qt::AlignBottom);
    m_corner->addStretch();
    m_corner->addWidget(m_counter, 0, Qt::AlignTrailing | Qt::AlignBottom);
    m_corner->addLayout(buttons);
    row->addLayout(m_corner);

    m_completer->addSource(m_people);
    m_completer->addSource(m_rooms);
    m_completer->setSilent([this] { return isInCode(m_edit->textCursor()); });
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::textEdited);
    connect(m_edit, &ComposerEdit::sendRequested, this, &Composer::send);
    connect(m_edit, &ComposerEdit::changeLastRequested, this, &Composer::changeLastRequested);
    connect(m_edit, &ComposerEdit::codePasted, this, &Composer::offerCodeBlock);
    connect(m_send, &QToolButton::clicked, this, &Composer::send);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &Composer::followTheme);
    setFocusProxy(m_edit);
    followTheme();
}

void Composer::openRoom(RoomId room, const QString &draft)
{
    m_room = room;
    setDraft(draft);
    m_edit->document()->clearUndoRedoStacks();
}

QString Composer::draft() const
{
    return m_edit->exactText();
}

void Composer::setDraft(const QString &text)
{
    QScopedValueRollback loading(m_isLoading, true);
    m_edit->setExactText(text);
    textEdited();
}

void Composer::setLimit(qint64 limit)
{
    m_limit = limit;
    updateCounter();
}

void Composer::setBlocked(const QString &reason)
{
    m_blocked->setText(reason);
    m_blocked->setVisible(!reason.isEmpty());
    m_edit->setVisible(reason.isEmpty());
    m_emoji->setVisible(reason.isEmpty() && m_hasEmoji);
    m_send->setVisible(reason.isEmpty());
    updateCounter();
    updateHeight();
}

void Composer::setPaneHeight(int pixels)
{
    m_paneHeight = pixels;
    updateHeight();
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void Composer::setEmojiChoices(EmojiChoices &choices)
{
    m_completer->addSource(new EmojiCompletion(EmojiTable::current, choices, this));
    const auto toggle = [this, &choices] {
        if (!m_edit->isVisible())
            return;
        if (!m_picker) {
            m_picker = new EmojiPicker(choices);
            connect(m_picker, &EmojiPicker::emojiPicked, this, &Composer::insert);
        }
        m_picker->toggle(m_emoji);
    };
    m_hasEmoji = true;
    m_emoji->show();
    connect(m_emoji, &QToolButton::clicked, this, toggle);
    connect(new QShortcut(QKeySequence(u"Ctrl+."_s), this), &QShortcut::activated, this, toggle);
}

QSize Composer::sizeHint() const
{
    return {320, qMax(height(), minimumSizeHint().height())};
}

QSize Composer::minimumSizeHint() const
{
    return {200, Theme::current().scaled(kLowest) + kMargin + Theme::kStep};
}

void Composer::textEdited()
{
    const QString text = draft();
    m_length = codePoints(text);
    updateCounter();
    updateHeight();
    if (m_pasteBar)
        m_pasteBar->hide(); // an offer is about the latest change
    if (m_isLoading)
        return m_completer->close();
    Q_EMIT draftChanged(m_room, text);
    m_completer->textEdited();
}

bool Composer::canSend() const
{
    return m_blocked->text().isEmpty() && m_length <= m_limit && m_length > 0 && !isBlank(draft());
}

void Composer::send()
{
    const qint64 pressedAt = StageTimes::now();
    if (!canSend())
        return;
    const QString text = draft();
    m_edit->clear();
    Q_EMIT sendRequested(m_room, text, pressedAt);
}

void Composer::insert(const QString &text)
{
    m_edit->insertPlainText(text);
    m_edit->ensureCursorVisible();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::offerCodeBlock()
{
    if (!m_pasteBar) {
        m_pasteBar = new PasteBar(this);
        connect(m_pasteBar, &PasteBar::taken, m_edit, &ComposerEdit::fencePasted);
    }
    m_pasteBar->offer();
}

void Composer::updateCounter()
{
    const bool isNear = double(m_length) >= double(m_limit) * kCounterFrom;
    m_counter->setVisible(isNear && m_blocked->text().isEmpty());
    m_counter->setKind(m_length > m_limit ? TextKind::Error : TextKind::Secondary);
    m_counter->setText(u"%1 / %2"_s.arg(QLocale().toString(m_length), QLocale().toString(m_limit)));
    m_send->setEnabled(canSend());
    m_send->setIcon(lineIcon(u"send"_s, canSend() ? Tint::Accent : Tint::Secondary));
}

void Composer::updateHeight()
{
    const Theme &theme = Theme::current();
    const int line = qCeil(QFontMetricsF(m_edit->font()).lineSpacing());
    const int lowest = theme.scaled(kLowest);
    int box = lowest;
    if (m_blocked->text().isEmpty()) {
        const int share = m_paneHeight > 0 ? int(m_paneHeight * kPaneShare) : QWIDGETSIZE_MAX;
        const int text = qMax(line, m_edit->heightOf(kMostLines));
        box = qMax(lowest, qMin(text + lowest - line, qMax(lowest, share)));
    }
    // What stands in one line stands in its middle; further lines only push the box up.
    for (QToolButton *button : {m_emoji, m_send})
        button->setFixedHeight(
            qMin(lowest - 2, qMax(Theme::kSmallestTarget, button->sizeHint().height())));
    // The counter stands beside the buttons in one line, and takes no room of the text in several.
    const bool isOneLine = box == lowest;
    m_counter->setContentsMargins(0, 0, isOneLine ? 0 : 6, 0); // ends where the icon below does
    m_counter->setMinimumHeight(isOneLine ? m_send->height() : 0);
    m_corner->setDirection(isOneLine ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_corner->setSpacing(isOneLine ? 2 * Theme::kStep : 0);
    const int inset = (lowest - m_send->height()) / 2;
    m_edit->setFixedHeight(box - lowest + line + kScrollSlack);
    QMargins margins = layout()->contentsMargins();
    margins.setTop(inset);
    margins.setBottom(inset + kMargin + Theme::kStep);
    layout()->setContentsMargins(margins);
    setFixedHeight(box + kMargin + Theme::kStep);
    update();
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateHeight(); // other wraps, other lines
}

void Composer::mousePressEvent(QMouseEvent *)
{
    m_edit->setFocus(Qt::MouseFocusReason); // the whole box is the field
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    const bool isEscape = event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    if (isEscape && m_pasteBar && m_pasteBar->isVisible()) {
        m_pasteBar->hide();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    const bool hasFocus = m_edit->hasFocus();
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    painter.setRenderHint(QPainter::Antialiasing);
    const double pen = hasFocus || theme.isHighContrast ? 2 : 1;
    const QRectF box = QRectF(rect()).adjusted(16, 0, -16, -(kMargin + Theme::kStep));
    painter.setPen(QPen(hasFocus ? theme.accent : theme.inputBorder, pen));
    painter.setBrush(m_blocked->text().isEmpty() ? theme.background : theme.sidebar);
    painter.drawRoundedRect(box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), Theme::kCardRadius,
                            Theme::kCardRadius);
}

void Composer::followTheme()
{
    const Theme &theme = Theme::current();
    m_edit->setFont(theme.body.font);
    for (QToolButton *button : {m_emoji, m_send})
        button->setIconSize(QSize(theme.scaled(20), theme.scaled(20)));
    m_emoji->setIcon(lineIcon(u"smile"_s));
    updateCounter();
    updateHeight();
}

} // namespace salon::client
