// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <QUrl>
#include <vector>

namespace salon::client {

//! Text of which each character has a look: letters b, i, c, and "=" with where it leads.
class CommonText {
public:
    void add(QChar c, const QString &look) { m_characters.push_back({c, look}); }
    void add(QStringView text, const QString &look)
    {
        for (const QChar c : text)
            add(c, look);
    }
    bool isEmpty() const { return m_characters.empty(); }

    //! "plain {bi|both} {=/url|link}", without blanks at the ends of its lines.
    QString notation() const
    {
        QString all;
        QString look;
        for (size_t i = 0; i < m_characters.size(); ++i) {
            if (isOuterBlank(i))
                continue;
            if (m_characters[i].look != look) {
                all += look.isEmpty() ? u"" : u"}";
                look = m_characters[i].look;
                if (!look.isEmpty())
                    all += u'{' + look + u'|';
            }
            all += m_characters[i].c;
        }
        return look.isEmpty() ? all : all + u'}';
    }
    QString text() const
    {
        QString all;
        for (const Character &character : m_characters)
            all += character.c;
        return all;
    }
    static QString linkLook(const QString &destination)
    {
        return u'=' + QUrl::fromPercentEncoding(destination.toUtf8());
    }

private:
    struct Character {
        QChar c;
        QString look;
    };
    bool isBlankAt(size_t i) const
    {
        const Character &character = m_characters[i];
        return (character.c == u' ' || character.c == u'\t') && !character.look.contains(u'c');
    }
    bool isOuterBlank(size_t i) const
    {
        size_t before = i;
        while (before > 0 && isBlankAt(before))
            --before;
        size_t behind = i;
        while (behind < m_characters.size() && isBlankAt(behind))
            ++behind;
        return isBlankAt(i)
            && ((before == 0 && isBlankAt(0)) || m_characters[before].c == u'\n'
                || behind == m_characters.size() || m_characters[behind].c == u'\n');
    }

    std::vector<Character> m_characters;
};

} // namespace salon::client
