// SPDX-License-Identifier: MIT
#include "client/ui/text/safe_links.h"

#include <QRegularExpression>
#include <QStringView>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kLongestLink = 2048;
constexpr size_t kMostLinks = 500; // in one text; to read more takes long

bool endsLink(QChar c)
{
    static constexpr QStringView kNever = u"<>\"\\^`{|}\uFFFD";
    const auto category = c.category();
    return c.isSpace() || kNever.contains(c) || category == QChar::Other_Control
        || category == QChar::Other_Format || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph;
}

// A full stop or a bracket after an address belongs to the sentence, unless the bracket opens
// within the address.
QStringView withoutSentenceMarks(QStringView link)
{
    static constexpr QStringView kMarks = u".,;:!?'*_~…。、，；：！？»”’";
    while (!link.isEmpty()) {
        const QChar last = link.back();
        const bool unopened = (last == u')' && link.count(u')') > link.count(u'('))
            || (last == u']' && link.count(u']') > link.count(u'['))
            || QStringView(u"）」』】》").contains(last);
        if (!kMarks.contains(last) && !unopened)
            break;
        link.chop(1);
    }
    return link;
}

bool isSafeWebAddress(const QUrl &url, QStringView written)
{
    const qsizetype begin = written.indexOf("://"_L1) + 3;
    qsizetype end = begin;
    while (end < written.size() && !QStringView(u"/?#").contains(written[end]))
        ++end;
    return url.isValid() && !url.host().isEmpty()
        && !written.sliced(begin, end - begin).contains(u'@');
}

// A query could ask the mail program to attach a file.
bool isSafeMailAddress(const QUrl &url)
{
    static const QRegularExpression kAddress(u"^[^@/,]+@[^@/,]+\\.[^@/,]+$"_s);
    return url.isValid() && !url.hasQuery() && !url.hasFragment()
        && kAddress.match(url.path()).hasMatch();
}

bool isSafe(const QUrl &url, QStringView written)
{
    if (url.scheme() == "mailto"_L1)
        return isSafeMailAddress(url);
    const bool isAddress = url.scheme() == "http"_L1 || url.scheme() == "https"_L1
        || url.scheme() == "salon"_L1; // of a message
    return isAddress && isSafeWebAddress(url, written);
}

} // namespace

std::vector<SafeLink> findSafeLinks(const QString &text)
{
    static const QRegularExpression kBegin(u"(?<![\\p{L}\\p{N}_])(?:https?://|salon://|mailto:)"_s,
                                           QRegularExpression::CaseInsensitiveOption
                                               | QRegularExpression::UseUnicodePropertiesOption);
    std::vector<SafeLink> links;
    if (!text.contains(u':'))
        return links;
    for (auto match = kBegin.match(text); match.hasMatch() && links.size() < kMostLinks;) {
        const qsizetype start = match.capturedStart();
        qsizetype end = match.capturedEnd();
        while (end < text.size() && !endsLink(text[end]))
            ++end;
        if (end - start > kLongestLink) { // to look for its brackets would take long
            match = kBegin.match(text, end);
            continue;
        }
        const QStringView written =
            withoutSentenceMarks(QStringView(text).sliced(start, end - start));
        const QUrl url(written.toString(), QUrl::TolerantMode);
        const bool isHidden = end < text.size() && text[end] == u'\\';
        if (!isHidden && isSafe(url, written))
            links.push_back({start, written.size(), url});
        match = kBegin.match(text, end);
    }
    return links;
}

QUrl safeTarget(const QString &written)
{
    const bool isPlain =
        written.size() <= kLongestLink && std::none_of(written.begin(), written.end(), endsLink);
    const QUrl url(isPlain ? written : QString(), QUrl::TolerantMode);
    return isPlain && written.contains(u':') && isSafe(url, written) ? url : QUrl();
}

QString describedTarget(const QUrl &target)
{
    return QString::fromLatin1(target.toEncoded());
}

} // namespace salon::client
