// SPDX-License-Identifier: MIT
#include "client/ui/text/link_target.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kLongestTold = 200;

bool isEastAsian(QChar::Script script)
{
    return script == QChar::Script_Han || script == QChar::Script_Hiragana
        || script == QChar::Script_Katakana || script == QChar::Script_Hangul
        || script == QChar::Script_Bopomofo;
}

QString told(const QString &target)
{
    return target.size() <= kLongestTold ? target : target.left(kLongestTold) + u'…';
}

//! Without what people leave out when they name an address.
QStringView core(QStringView address)
{
    for (const QStringView scheme : {u"https://", u"http://", u"mailto:"}) {
        if (address.startsWith(scheme, Qt::CaseInsensitive)) {
            address = address.sliced(scheme.size());
            break;
        }
    }
    return address.endsWith(u'/') ? address.chopped(1) : address;
}

bool looksLikeAddress(QStringView text)
{
    return !text.contains(u' ') && (text.contains(u'.') || text.contains(u'/'));
}

QString readableHost(const QUrl &url)
{
    return QUrl::fromAce(QUrl::toAce(url.host()));
}

} // namespace

bool isOfOneScript(const QString &host)
{
    std::set<QChar::Script> scripts;
    for (const uint c : host.toUcs4()) {
        const QChar::Script script = QChar::script(c);
        if (script != QChar::Script_Common && script != QChar::Script_Inherited)
            scripts.insert(script);
    }
    const auto others = std::ranges::count_if(scripts, [](QChar::Script script) {
        return script != QChar::Script_Latin && !isEastAsian(script);
    });
    return others == 0 || scripts.size() == 1;
}

QString targetBeside(const QString &text, const QString &destination, const QUrl &url)
{
    const bool saysIt =
        core(text).compare(core(destination), Qt::CaseInsensitive) == 0 && !text.isEmpty();
    if (url.isEmpty())
        return saysIt ? QString() : told(destination);
    if (url.scheme() == "mailto"_L1)
        return saysIt ? QString() : told(url.path());
    const QString readable = readableHost(url);
    const bool isHonest = isOfOneScript(readable);
    if (saysIt && isHonest)
        return {};
    QString host = isHonest ? readable : QString::fromLatin1(QUrl::toAce(readable));
    if (url.port() >= 0)
        host += u':' + QString::number(url.port());
    const QString rest =
        QString::fromLatin1(url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority));
    if (looksLikeAddress(text))
        return told(host + rest);
    return rest.isEmpty() || rest == u'/' ? host : host + u"/…"_s;
}

} // namespace salon::client
