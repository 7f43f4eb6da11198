// SPDX-License-Identifier: MIT
#pragma once
#include <QRandomGenerator>
#include <QStringList>

namespace salon::client {

//! Texts that are thrown together of pieces that mean something, the same for the same seed.
class ThrownTogether {
public:
    explicit ThrownTogether(quint32 seed) : m_random(seed) { }

    QString next()
    {
        using namespace Qt::StringLiterals;
        static const QStringList kPieces{u"*"_s,
                                         u"**"_s,
                                         u"_"_s,
                                         u"~~"_s,
                                         u"~"_s,
                                         u"`"_s,
                                         u"```"_s,
                                         u"```c\n"_s,
                                         u"\n"_s,
                                         u"\n\n"_s,
                                         u"\r\n"_s,
                                         u"\r"_s,
                                         u"> "_s,
                                         u"- "_s,
                                         u"1. "_s,
                                         u"9) "_s,
                                         u"# "_s,
                                         u"#\n"_s,
                                         u"---\n"_s,
                                         u"===\n"_s,
                                         u"["_s,
                                         u"]"_s,
                                         u"]("_s,
                                         u")"_s,
                                         u"!["_s,
                                         u"[a]: b\n"_s,
                                         u"|"_s,
                                         u"|a|b|\n|-|-|\n"_s,
                                         u"|-|"_s,
                                         u"<"_s,
                                         u">"_s,
                                         u"https://a.org/x_y"_s,
                                         u"javascript:x"_s,
                                         u"mailto:a@b.org"_s,
                                         u"\\"_s,
                                         u"&amp;"_s,
                                         u"word "_s,
                                         u" "_s,
                                         u"    "_s,
                                         u"\t"_s,
                                         u"👍"_s,
                                         u"ü"_s,
                                         u"مرحبا"_s,
                                         u"\u2028"_s,
                                         u"\u0301"_s,
                                         QString(QChar(0xD800)),
                                         QString(QChar(0)),
                                         QString(QChar(0x202E)),
                                         u"{"_s,
                                         u"\""_s};
        QString text;
        for (int pieces = m_random.bounded(24); pieces >= 0; --pieces)
            text += kPieces[m_random.bounded(int(kPieces.size()))];
        return text;
    }
    int bounded(int end) { return m_random.bounded(end); }

private:
    QRandomGenerator m_random;
};

} // namespace salon::client
