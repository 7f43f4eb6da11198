// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/emoji/emoji.h"

#include <QWidget>

class QToolButton;

namespace salon::client {

class EmojiChoices;

//! A hand in the chosen tone of skin; pressed, it lays all of them beside it.
class ToneChooser : public QWidget {
    Q_OBJECT
public:
    explicit ToneChooser(EmojiChoices &choices, QWidget *parent = nullptr);

    void fold();

Q_SIGNALS:
    void unfolded(bool isUnfolded);
    void chosen();

private:
    void setUnfolded(bool isUnfolded);
    void choose(SkinTone tone);
    void showTones();

    EmojiChoices &m_choices;
    QWidget *m_all;
    QList<QToolButton *> m_tones;
    QToolButton *m_chosen;
};

} // namespace salon::client
