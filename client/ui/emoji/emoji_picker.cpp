// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_picker.h"

#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_tabs.h"
#include "client/ui/emoji/tone_chooser.h"
#include "client/ui/theme/card.h"
#include "client/ui/theme/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kHeight = 400;
constexpr int kPad = 2 * Theme::kStep;
constexpr size_t kMostFound = 200;

} // namespace

EmojiPicker::EmojiPicker(EmojiChoices &choices, const EmojiTable &table)
    : m_choices(choices), m_table(table), m_search(new QLineEdit(this)),
      m_tabs(new EmojiTabs(this)), m_grid(new EmojiGrid(this)), m_name(new QLabel(this)),
      m_nothing(new QLabel(this)), m_tone(new ToneChooser(choices, this))
{
    setObjectName(u"emojiPicker"_s);
    setAccessibleName(tr("Emoji"));
    m_search->setObjectName(u"emojiSearch"_s);
    m_search->setPlaceholderText(tr("Find an emoji"));
    m_search->setAccessibleName(tr("Find an emoji"));
    m_search->installEventFilter(this);
    m_name->setObjectName(u"emojiName"_s);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setContentsMargins(2 * Theme::kStep, 0, 0, 0); // below the titles of the groups
    m_nothing->setObjectName(u"emojiNothing"_s);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->hide();
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_name, 1);
    bottom->addWidget(m_tone);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kPad, kPad, kPad, kPad);
    column->setSpacing(Theme::kStep);
    column->addWidget(m_search);
    column->addWidget(m_tabs);
    column->addWidget(m_grid, 1);
    column->addWidget(m_nothing, 1);
    column->addLayout(bottom);
    connect(m_tabs, &EmojiTabs::chosen, this, &EmojiPicker::goToTab);
    connect(m_tone, &ToneChooser::unfolded, m_name, &QWidget::setHidden);
    connect(m_tone, &ToneChooser::chosen, this, [this] {
        search(); // in the tone
        m_search->setFocus(Qt::OtherFocusReason);
    });
    connect(m_search, &QLineEdit::textChanged, this, &EmojiPicker::search);
    connect(m_grid, &EmojiGrid::picked, this, &EmojiPicker::pick);
    connect(m_grid, &EmojiGrid::currentChanged, this, &EmojiPicker::showCurrent);
    connect(m_grid, &EmojiGrid::scrolled, this, &EmojiPicker::showSection);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &EmojiPicker::followTheme);
    followTheme();
    hide();
}

void EmojiPicker::toggle(QWidget *button)
{
    if (isVisible())
        return close();
    open(button, button->rect());
    m_button = button;
}

void EmojiPicker::open(QWidget *widget, const QRect &part)
{
    m_before = QApplication::focusWidget();
    m_button = nullptr;
    setParent(widget->window());
    m_tone->fold();
    m_search->clear();
    showAll();
    place({widget->mapTo(parentWidget(), part.topLeft()), part.size()});
    show();
    raise();
    qApp->installEventFilter(this);
    m_search->setFocus(Qt::PopupFocusReason);
}

//! `part` in the window.
void EmojiPicker::place(const QRect &part)
{
    const QRect room = parentWidget()->rect().adjusted(kPad, kPad, -kPad, -kPad);
    const QSize size(m_grid->widthOfColumns() + 2 * kPad,
                     qMin(Theme::current().scaled(kHeight), room.height()));
    const int above = part.top() - kPad - room.top();
    const int y = above >= size.height()
        ? part.top() - kPad - size.height()
        : qMin(part.bottom() + kPad, room.bottom() + 1 - size.height());
    const int x = qBound(room.left(), part.right() + 1 - size.width(),
                         qMax(room.left(), room.right() + 1 - size.width()));
    setGeometry(QRect(QPoint(x, y), size));
}

void EmojiPicker::close()
{
    qApp->removeEventFilter(this);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void EmojiPicker::showAll()
{
    QList<EmojiGrid::Section> sections;
    QList<EmojiGrid::Tile> recent;
    for (const QString &text : m_choices.recent()) {
        if (const Emoji *emoji = m_table.findText(text))
            recent.append({text, emoji->name});
    }
    sections.append({recent.isEmpty() ? QString() : EmojiTabs::title(0), recent});
    for (qsizetype group = 0; group < m_table.groupCount(); ++group) {
        QList<EmojiGrid::Tile> tiles;
        for (const Emoji *emoji : m_table.group(group))
            tiles.append(tileOf(*emoji));
        sections.append({EmojiTabs::title(group + 1), tiles});
    }
    m_tabs->setHasRecent(!recent.isEmpty());
    m_grid->setSections(sections);
    m_grid->show();
    m_nothing->hide();
    showSection();
}

void EmojiPicker::search()
{
    const QString typed = m_search->text();
    if (typed.trimmed().isEmpty())
        return showAll();
    QList<EmojiGrid::Tile> tiles;
    for (const Emoji *emoji : m_table.search(typed, kMostFound))
        tiles.append(tileOf(*emoji));
    m_grid->setSections({{QString(), tiles}});
    m_grid->setVisible(!tiles.isEmpty());
    m_nothing->setVisible(tiles.isEmpty());
    m_tabs->setCurrent(-1);
}

EmojiGrid::Tile EmojiPicker::tileOf(const Emoji &emoji) const
{
    return {emoji.text(m_choices.tone()), emoji.name};
}

void EmojiPicker::showCurrent()
{
    const EmojiGrid::Tile *tile = m_grid->current();
    const QString name = tile ? u':' + tile->name + u':' : QString();
    m_name->setText(name);
    m_name->setToolTip(name);
    // The field has the focus, so it is where a screen reader hears of it.
    m_search->setAccessibleDescription(name);
}

void EmojiPicker::showSection()
{
    const bool isSearching = !m_search->text().trimmed().isEmpty();
    const int first = m_tabs->hasRecent() ? 0 : 1;
    m_tabs->setCurrent(isSearching ? -1 : qMax(first, m_grid->section()));
}

void EmojiPicker::goToTab(int tab)
{
    m_search->clear();
    m_grid->scrollTo(tab);
    showSection();
}

void EmojiPicker::pick(const QString &text)
{
    m_choices.use(text);
    close();
    Q_EMIT emojiPicked(text);
}

bool EmojiPicker::pressKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (modifiers & ~Qt::KeypadModifier)
        return false;
    // Beside the end of what was typed, the arrows are the field's own.
    const bool isAtEnd = m_search->cursorPosition() == m_search->text().size();
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_grid->move(0, key == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        m_grid->move(0, key == Qt::Key_PageUp ? -m_grid->page() : m_grid->page());
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (isAtEnd)
            m_grid->move(key == Qt::Key_Left ? -forward : forward, 0);
        return isAtEnd;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const EmojiGrid::Tile *tile = m_grid->current())
            pick(QString(tile->text));
        return true;
    default:
        return false;
    }
}

bool EmojiPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_search) {
        const auto *press = static_cast<QKeyEvent *>(event);
        return pressKey(press->key(), press->modifiers());
    }
    if (!isVisible() || !watched->isWidgetType())
        return false;
    auto *widget = static_cast<QWidget *>(watched);
    const bool isOutside = widget != this && !isAncestorOf(widget) && widget != m_button;
    const bool isGone =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn;
    if ((isOutside && isGone && widget->window() == window())
        || (widget == parentWidget() && event->type() == QEvent::Resize))
        close();
    return false;
}

void EmojiPicker::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return close();
    QFrame::keyPressEvent(event);
}

void EmojiPicker::followTheme()
{
    const Theme &theme = Theme::current();
    m_name->setFont(theme.secondaryText.font);
    m_nothing->setFont(theme.secondaryText.font);
    m_nothing->setText(m_table.findText(u"\U0001F600"_s) ? tr("No emoji is called so.")
                                                         : tr("No font with emoji is installed."));
    update();
}

void EmojiPicker::paintEvent(QPaintEvent *)
{
    paintCard(*this);
}

} // namespace salon::client
