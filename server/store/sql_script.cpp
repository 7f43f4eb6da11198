// SPDX-License-Identifier: MIT
#include "server/store/sql_script.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$';
}

//! Reads a script piece by piece; sqlite.org/lang_comment.html and lang_keywords.html say what a
//! piece is.
class ScriptReader {
public:
    explicit ScriptReader(QStringView script) : m_script(script) { }

    QStringList read()
    {
        while (m_place < m_script.size())
            readPiece();
        endStatement();
        return m_statements;
    }

private:
    void readPiece()
    {
        const QStringView rest = m_script.sliced(m_place);
        const QChar c = rest.front();
        if (rest.startsWith("--"_L1))
            skip(upTo(rest, rest.indexOf(u'\n'), 1));
        else if (rest.startsWith("/*"_L1))
            skip(upTo(rest, rest.indexOf("*/"_L1, 2), 2));
        else if (c == u'\'' || c == u'"' || c == u'`')
            take(
                upTo(rest, rest.indexOf(c, 1), 1)); // a doubled quote reads as two strings in a row
        else if (c == u'[')
            take(upTo(rest, rest.indexOf(u']'), 1));
        else if (isWordPart(c))
            takeWord(rest);
        else if (c == u';' && m_depth == 0)
            endStatement();
        else
            take(1);
    }

    void takeWord(QStringView rest)
    {
        qsizetype length = 1;
        while (length < rest.size() && isWordPart(rest[length]))
            ++length;
        const QStringView word = rest.first(length);
        const auto is = [word](QLatin1StringView other) {
            return word.compare(other, Qt::CaseInsensitive) == 0;
        };
        ++m_words;
        if (m_words == 1)
            m_isCreate = is("CREATE"_L1);
        else if (m_isCreate && m_words <= 3 && is("TRIGGER"_L1)) // CREATE [TEMP] TRIGGER
            m_isTrigger = true;
        else if (m_isTrigger && (is("BEGIN"_L1) || is("CASE"_L1)))
            ++m_depth;
        else if (m_depth > 0 && is("END"_L1))
            --m_depth;
        take(length);
    }

    //! Length of a piece that ends with what was found; what is never closed reaches to the end.
    static qsizetype upTo(QStringView rest, qsizetype found, qsizetype closing)
    {
        return found < 0 ? rest.size() : found + closing;
    }

    void take(qsizetype length)
    {
        m_current += m_script.sliced(m_place, length);
        m_place += length;
    }

    void skip(qsizetype length)
    {
        m_current += u' ';
        m_place += length;
    }

    void endStatement()
    {
        ++m_place;
        if (const QString statement = m_current.trimmed(); !statement.isEmpty())
            m_statements.append(statement);
        m_current.clear();
        m_words = m_depth = 0;
        m_isCreate = m_isTrigger = false;
    }

    QStringView m_script;
    qsizetype m_place = 0;
    QString m_current;
    QStringList m_statements;
    int m_words = 0; // of the current statement
    int m_depth = 0; // of BEGIN and CASE in a trigger
    bool m_isCreate = false;
    bool m_isTrigger = false;
};

} // namespace

QStringList statementsOf(QStringView script)
{
    return ScriptReader(script).read();
}

} // namespace salon::server
