// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/emoji/emoji_grid.h"
#include "client/ui/emoji/emoji_table.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QLineEdit;

namespace salon::client {

class EmojiChoices;
class EmojiTabs;
class ToneChooser;

//! All emoji to choose one: by group, by search, among those used last, in a tone of skin. It lies
//! over the window it is opened in, and goes away when one was picked or something else is clicked.
class EmojiPicker : public QFrame {
    Q_OBJECT
public:
    explicit EmojiPicker(EmojiChoices &choices, const EmojiTable &table = EmojiTable::current());

    //! Opens it beside a button, or closes it.
    void toggle(QWidget *button);
    //! Opens it in the window of a widget, beside a part of it.
    void open(QWidget *widget, const QRect &part);
    void close();

Q_SIGNALS:
    void emojiPicked(const QString &emoji);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place(const QRect &part);
    void search();
    void showAll();
    void showCurrent();
    void showSection();
    void goToTab(int tab);
    void followTheme();
    void pick(const QString &text);
    bool pressKey(int key, Qt::KeyboardModifiers modifiers);
    EmojiGrid::Tile tileOf(const Emoji &emoji) const;

    EmojiChoices &m_choices;
    const EmojiTable &m_table;
    QLineEdit *m_search;
    EmojiTabs *m_tabs;
    EmojiGrid *m_grid;
    QLabel *m_name;
    QLabel *m_nothing;
    ToneChooser *m_tone;
    QPointer<QWidget> m_button; //!< that opened it, and closes it itself
    QPointer<QWidget> m_before; //!< had the focus
};

} // namespace salon::client
