// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/composer.h"
#include "client/ui/emoji/emoji_choices.h"
#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QTest>

namespace salon::test {

//! A composer that is shown for a room, and where one writes in it.
class ComposerFixture {
protected:
    void begin()
    {
        m_composer = std::make_unique<client::Composer>();
        m_composer->setEmojiChoices(m_choices);
        m_composer->resize(600, m_composer->sizeHint().height());
        m_composer->setPaneHeight(700);
        m_composer->openRoom(RoomId{1}, {});
        m_composer->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_composer.get()));
        m_edit = m_composer->findChild<QPlainTextEdit *>(QStringLiteral("composerEdit"));
        m_edit->setFocus();
    }
    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        QTest::keyClick(m_edit, Qt::Key_V, Qt::ControlModifier);
    }

    client::EmojiChoices m_choices;
    std::unique_ptr<client::Composer> m_composer;
    QPlainTextEdit *m_edit = nullptr;
};

} // namespace salon::test
