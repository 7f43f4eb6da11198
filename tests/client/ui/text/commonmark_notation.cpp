// SPDX-License-Identifier: MIT
#include "tests/client/ui/text/commonmark_notation.h"

#include "tests/client/ui/text/commonmark_text.h"

#include <QRegularExpression>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString lookOf(const MarkupRun &run, const Markup &markup)
{
    QString look;
    look += run.styles.testFlag(MarkupStyle::Strong) ? u"b" : u"";
    look += run.styles.testFlag(MarkupStyle::Emphasis) ? u"i" : u"";
    look += run.styles.testFlag(MarkupStyle::Code) ? u"c" : u"";
    if (run.link)
        look += CommonText::linkLook(markup.links[size_t(*run.link)].destination);
    return look;
}

QString notationOf(const MarkupText &text, const Markup &markup)
{
    CommonText common;
    int at = 0;
    for (const MarkupRun &run : text.runs) {
        common.add(QStringView(text.text).sliced(at, run.start - at), {});
        if (!run.styles.testFlag(MarkupStyle::Target))
            common.add(QStringView(text.text).sliced(run.start, run.length), lookOf(run, markup));
        at = run.end();
    }
    common.add(QStringView(text.text).sliced(at), {});
    return common.notation();
}

//! Reads the HTML of the examples, which is regular.
class HtmlReader {
public:
    HtmlNotation read(const QString &html)
    {
        static const QRegularExpression kTag(u"<(/?)([a-z][a-z0-9]*)([^<>]*)>"_s);
        qsizetype at = 0;
        for (auto tags = kTag.globalMatch(html); tags.hasNext();) {
            const auto tag = tags.next();
            text(html.sliced(at, tag.capturedStart() - at));
            if (tag.captured(1).isEmpty())
                open(tag.captured(2), tag.captured(3));
            else
                close(tag.captured(2));
            at = tag.capturedEnd();
        }
        text(html.sliced(at));
        flush();
        return std::move(m_found);
    }

private:
    static QString plain(QString text)
    {
        text.replace(u"&lt;"_s, u"<"_s).replace(u"&gt;"_s, u">"_s).replace(u"&quot;"_s, u"\""_s);
        return text.replace(u"&amp;"_s, u"&"_s);
    }
    static QString attribute(const QString &attributes, const QString &name)
    {
        const QRegularExpression pattern(u"%1=\"([^\"]*)\""_s.arg(name));
        return plain(pattern.match(attributes).captured(1));
    }
    QString look() const
    {
        QString look;
        look += m_strong > 0 ? u"b" : u"";
        look += m_emphasis > 0 ? u"i" : u"";
        look += m_isCode && !m_isPre ? u"c" : u"";
        return m_link ? look + CommonText::linkLook(*m_link) : look;
    }
    void begin(const QString &kind)
    {
        flush();
        m_kind = kind;
    }
    void text(const QString &html)
    {
        if (m_kind.isEmpty() && html.trimmed().isEmpty())
            return;
        if (m_kind.isEmpty())
            begin(u"p:"_s);
        m_text.add(plain(html), look());
    }
    void flush()
    {
        if (!m_kind.isEmpty()) {
            QString shown = m_kind.startsWith(u"code") ? m_text.text() : m_text.notation();
            while (shown.endsWith(u'\n'))
                shown.chop(1);
            m_found.blocks += m_levels + std::exchange(m_marker, {}) + m_kind + shown;
        }
        m_kind.clear();
        m_text = {};
    }
    void flushMarker()
    {
        flush();
        if (!m_marker.isEmpty())
            m_found.blocks += m_levels + std::exchange(m_marker, {}) + u"p:"_s;
    }
    void openInline(const QString &tag, const QString &attributes)
    {
        if (m_kind.isEmpty())
            begin(u"p:"_s);
        if (tag == u"em")
            ++m_emphasis;
        else if (tag == u"strong")
            ++m_strong;
        else if (tag == u"code")
            m_isCode = true;
        else if (tag == u"a")
            m_link = attribute(attributes, u"href"_s);
        else if (tag == u"img" && m_link)
            m_text.add(attribute(attributes, u"alt"_s), look());
        else if (tag == u"img")
            m_text.add(attribute(attributes, u"alt"_s),
                       look() + CommonText::linkLook(attribute(attributes, u"src"_s)));
    }
    void open(const QString &tag, const QString &attributes)
    {
        static const QStringList kInline{u"em"_s, u"strong"_s, u"code"_s, u"a"_s, u"img"_s};
        if (tag == u"blockquote") {
            flush();
            m_levels += u'q';
        } else if (tag == u"ul" || tag == u"ol") {
            flushMarker();
            m_levels += u'l';
            const QString start = attribute(attributes, u"start"_s);
            m_numbers.push_back(tag == u"ul" ? -1 : start.isEmpty() ? 1 : start.toInt());
        } else if (tag == u"li") {
            int &number = m_numbers.back();
            m_marker = number < 0 ? u"(*)"_s : u"(%1)"_s.arg(number++);
        } else if (tag == u"p") {
            begin(u"p:"_s);
        } else if (tag == u"hr") {
            begin(u"rule"_s);
            flush();
        } else if (tag == u"pre") {
            m_isPre = true;
        } else if (tag == u"code" && m_isPre) {
            begin(u"code(%1):"_s.arg(attribute(attributes, u"class"_s).mid(9)));
        } else if (tag.size() == 2 && tag[0] == u'h') {
            begin(tag + u':');
        } else if (kInline.contains(tag)) {
            openInline(tag, attributes);
        } else if (tag != u"br") {
            m_found.hasHtml = true;
        }
    }
    void close(const QString &tag)
    {
        if (tag == u"blockquote") {
            flush();
            m_levels.chop(1);
        } else if (tag == u"ul" || tag == u"ol") {
            m_levels.chop(1);
            m_numbers.pop_back();
        } else if (tag == u"li") {
            flushMarker();
        } else if (tag == u"p" || tag == u"pre" || (tag.size() == 2 && tag[0] == u'h')) {
            flush();
            m_isPre = false;
        } else if (tag == u"em") {
            --m_emphasis;
        } else if (tag == u"strong") {
            --m_strong;
        } else if (tag == u"code") {
            m_isCode = false;
        } else if (tag == u"a") {
            m_link.reset();
        }
    }

    HtmlNotation m_found;
    QString m_levels;
    QString m_marker;
    std::vector<int> m_numbers; // of the open lists
    QString m_kind; // of the open block
    CommonText m_text;
    std::optional<QString> m_link;
    int m_emphasis = 0;
    int m_strong = 0;
    bool m_isCode = false;
    bool m_isPre = false;
};

} // namespace

QStringList commonNotation(const Markup &markup)
{
    QStringList blocks;
    for (const MarkupBlock &block : markup.blocks) {
        QString all;
        for (const MarkupLevel &level : block.levels)
            all += level.kind == MarkupLevel::Kind::Quote ? u'q' : u'l';
        if (block.marker) {
            const QString &marker = block.marker->text;
            all += marker[0].isDigit() ? u"(%1)"_s.arg(marker.chopped(1)) : u"(*)"_s;
        }
        if (block.kind == MarkupBlock::Kind::Code)
            all += u"code(%1):"_s.arg(block.language) + block.content.text;
        else if (block.kind == MarkupBlock::Kind::Rule)
            all += u"rule"_s;
        else if (block.kind == MarkupBlock::Kind::Heading)
            all += u"h%1:"_s.arg(block.heading) + notationOf(block.content, markup);
        else
            all += u"p:"_s + notationOf(block.content, markup);
        while (all.endsWith(u'\n'))
            all.chop(1);
        blocks += all;
    }
    return blocks;
}

HtmlNotation commonNotation(const QString &html)
{
    return HtmlReader().read(html);
}

} // namespace salon::client
