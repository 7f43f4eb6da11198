// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

#include <QPointer>
#include <QWidget>

class QBoxLayout;
class QToolButton;

namespace salon::client {

class ComposerEdit;
class EmojiChoices;
class EmojiPicker;
class NameCompletion;
class PasteBar;
class TextCompleter;
class TextLabel;

//! Where a message is written. It belongs to one room at a time, and everything that it says
//! carries that room, so that a text never goes to another one.
class Composer : public QWidget {
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    //! Goes over to a room with the text that was left there; what is in it now was told by
    //! draftChanged.
    void openRoom(RoomId room, const QString &draft);
    RoomId room() const { return m_room; }
    QString draft() const;
    void setDraft(const QString &text);

    //! Code points in a message.
    void setLimit(qint64 codePoints);
    //! Why nothing can be written here; empty when something can.
    void setBlocked(const QString &reason);
    //! Height of the pane that it takes its share of.
    void setPaneHeight(int pixels);
    //! "Message general" while empty.
    void setPlaceholder(const QString &text);
    //! Offers emoji, in the tone and with those of last time; without it, none.
    void setEmojiChoices(EmojiChoices &choices);
    //! What "@" and "#" complete.
    NameCompletion *people() const { return m_people; }
    NameCompletion *rooms() const { return m_rooms; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void draftChanged(salon::RoomId room, const QString &text);
    //! `pressedAt` is when it was asked for, by StageTimes::now().
    void sendRequested(salon::RoomId room, const QString &text, qint64 pressedAt);
    void changeLastRequested(); //!< the up key, where nothing is written

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void followTheme();
    void textEdited();
    void send();
    void insert(const QString &text);
    void offerCodeBlock();
    void updateHeight();
    void updateCounter();
    bool canSend() const;

    ComposerEdit *m_edit;
    TextLabel *m_counter;
    TextLabel *m_blocked;
    QBoxLayout *m_corner; //!< the counter and the buttons
    QToolButton *m_emoji;
    QToolButton *m_send;
    TextCompleter *m_completer;
    NameCompletion *m_people;
    NameCompletion *m_rooms;
    QPointer<EmojiPicker> m_picker; //!< made when it is first opened
    QPointer<PasteBar> m_pasteBar; //!< likewise
    RoomId m_room;
    qint64 m_limit = 16'000;
    qint64 m_length = 0;
    int m_paneHeight = 0;
    bool m_isLoading = false;
    bool m_hasEmoji = false;
};

} // namespace salon::client
