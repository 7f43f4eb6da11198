// SPDX-License-Identifier: MIT
#include "client/ui/text/tag_scanner.h"

#include <QString>
#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kMostEntity = 32;

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u':' || c == u'.' || c == u'@';
}

class TagScanner {
public:
    explicit TagScanner(QStringView code) : m_code(code) { }

    std::vector<CodeToken> tokens() &&
    {
        while (m_at < m_code.size()) {
            if (isNext("<!--"_L1))
                takeUntil("-->"_L1, CodeTokenKind::Comment);
            else if (isNext("<!"_L1) || isNext("<?"_L1))
                takeUntil(">"_L1, CodeTokenKind::Directive);
            else if (at(m_at) == u'<' && (at(m_at + 1).isLetter() || at(m_at + 1) == u'/'))
                takeTag();
            else if (at(m_at) == u'&')
                takeEntity();
            else
                ++m_at;
        }
        return std::move(m_tokens);
    }

private:
    QChar at(qsizetype index) const { return index < m_code.size() ? m_code[index] : QChar(); }
    bool isNext(QLatin1String text) const { return m_code.sliced(m_at).startsWith(text); }

    void take(qsizetype end, CodeTokenKind kind)
    {
        if (end > m_at)
            m_tokens.push_back({static_cast<int>(m_at), static_cast<int>(end - m_at), kind});
        m_at = end;
    }

    void takeUntil(QLatin1String close, CodeTokenKind kind)
    {
        const auto found = m_code.indexOf(close, m_at);
        take(found < 0 ? m_code.size() : found + close.size(), kind);
    }

    void takeEntity()
    {
        const qsizetype most = std::min(kMostEntity, m_code.size() - m_at);
        qsizetype end = 1;
        while (end < most && (at(m_at + end).isLetterOrNumber() || at(m_at + end) == u'#'))
            ++end;
        if (end > 1 && at(m_at + end) == u';')
            take(m_at + end + 1, CodeTokenKind::Number);
        else
            ++m_at;
    }

    qsizetype nameEnd(qsizetype from) const
    {
        while (isNameCharacter(at(from)))
            ++from;
        return from;
    }

    void takeTag()
    {
        const bool isClosing = at(m_at + 1) == u'/';
        m_at += isClosing ? 2 : 1;
        const qsizetype end = nameEnd(m_at);
        const QStringView name = m_code.sliced(m_at, end - m_at);
        take(end, CodeTokenKind::Keyword);
        takeAttributes();
        if (isClosing || at(m_at) != u'>' || m_code[m_at - 1] == u'/')
            return;
        if (name.compare("script"_L1, Qt::CaseInsensitive) == 0)
            takeOther("</script"_L1, u"javascript");
        else if (name.compare("style"_L1, Qt::CaseInsensitive) == 0)
            takeOther("</style"_L1, u"css");
    }

    //! Up to the end of the tag, or to what begins another one.
    void takeAttributes()
    {
        while (m_at < m_code.size() && at(m_at) != u'>' && at(m_at) != u'<') {
            const QChar c = at(m_at);
            if (c == u'"' || c == u'\'') {
                const auto close = m_code.indexOf(c, m_at + 1);
                take(close < 0 ? m_code.size() : close + 1, CodeTokenKind::String);
            } else if (isNameCharacter(c)) {
                take(nameEnd(m_at),
                     m_code[m_at - 1] == u'=' ? CodeTokenKind::String : CodeTokenKind::Type);
            } else {
                ++m_at;
            }
        }
    }

    void takeOther(QLatin1String close, QStringView language)
    {
        const qsizetype begin = m_at + 1;
        const auto found = m_code.indexOf(close, begin, Qt::CaseInsensitive);
        const qsizetype end = found < 0 ? m_code.size() : found;
        for (CodeToken token : tokenized(m_code.sliced(begin, end - begin), language)) {
            token.start += static_cast<int>(begin);
            m_tokens.push_back(token);
        }
        m_at = end;
    }

    const QStringView m_code;
    std::vector<CodeToken> m_tokens;
    qsizetype m_at = 0;
};

std::optional<CodeTokenKind> lineKind(QStringView line)
{
    for (const auto mark : {"+++ "_L1, "--- "_L1, "@@"_L1, "diff "_L1, "index "_L1}) {
        if (line.startsWith(mark))
            return CodeTokenKind::Heading;
    }
    if (line.startsWith(u'+'))
        return CodeTokenKind::Added;
    if (line.startsWith(u'-'))
        return CodeTokenKind::Removed;
    return std::nullopt;
}

} // namespace

std::vector<CodeToken> tagTokens(QStringView code)
{
    return TagScanner(code).tokens();
}

std::vector<CodeToken> diffTokens(QStringView code)
{
    std::vector<CodeToken> tokens;
    for (qsizetype start = 0; start < code.size();) {
        qsizetype end = start;
        while (end < code.size() && code[end] != u'\n' && code[end] != QChar::LineSeparator)
            ++end;
        if (const auto kind = lineKind(code.sliced(start, end - start)))
            tokens.push_back({static_cast<int>(start), static_cast<int>(end - start), *kind});
        start = end + 1;
    }
    return tokens;
}

} // namespace salon::client
