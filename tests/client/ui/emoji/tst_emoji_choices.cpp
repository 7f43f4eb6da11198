// SPDX-License-Identifier: MIT
#include "client/platform/profile_settings.h"
#include "client/ui/emoji/emoji_choices.h"
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestEmojiChoices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"salon.ini"_s);
    }

    void latestFirstAndOnce()
    {
        EmojiChoices choices;
        QSignalSpy changed(&choices, &EmojiChoices::changed);
        choices.use(u"\U0001F600"_s);
        choices.use(u"\U0001F44B"_s);
        choices.use(u"\U0001F600"_s);
        QCOMPARE(choices.recent(), QStringList({u"\U0001F600"_s, u"\U0001F44B"_s}));
        choices.use(u"\U0001F44B\U0001F3FF"_s); // the same hand
        QCOMPARE(choices.recent(), QStringList({u"\U0001F44B\U0001F3FF"_s, u"\U0001F600"_s}));
        QCOMPARE(changed.size(), 4);
    }

    void onlySoMany()
    {
        EmojiChoices choices;
        for (char32_t code = 0x1F600; code < 0x1F600 + 40; ++code)
            choices.use(QString::fromUcs4(&code, 1));
        QCOMPARE(choices.recent().size(), EmojiChoices::kMostRecent);
        QCOMPARE(choices.recent().first(), u"\U0001F627"_s);
    }

    void theyOutliveTheProgram()
    {
        {
            ProfileSettings settings(m_file);
            EmojiChoices choices(&settings);
            choices.use(u"\U0001F600"_s);
            choices.use(u"\u2764\uFE0F"_s);
            choices.setTone(SkinTone::MediumDark);
        }
        ProfileSettings settings(m_file);
        EmojiChoices choices(&settings);
        QCOMPARE(choices.recent(), QStringList({u"\u2764\uFE0F"_s, u"\U0001F600"_s}));
        QCOMPARE(choices.tone(), SkinTone::MediumDark);
    }

    void nonsenseInTheFileDoesNoHarm()
    {
        {
            QSettings stored(m_file, QSettings::IniFormat);
            stored.setValue(u"emoji/skin_tone"_s, 17);
            stored.setValue(u"emoji/recent"_s, QStringList(500, u"x"_s));
        }
        ProfileSettings settings(m_file);
        const EmojiChoices choices(&settings);
        QCOMPARE(choices.tone(), SkinTone::None);
        QCOMPARE(choices.recent().size(), EmojiChoices::kMostRecent);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestEmojiChoices)
#include "tst_emoji_choices.moc"
