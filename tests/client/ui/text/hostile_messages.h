// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <vector>

namespace salon::client {

struct HostileMessage {
    const char *name;
    QString text;
};

//! Messages as long as the protocol lets them be, each against another part of what shows them.
inline std::vector<HostileMessage> hostileMessages()
{
    using namespace Qt::StringLiterals;
    constexpr int kLongest = 16'000;
    const auto filled = [](const QString &piece) {
        return piece.repeated(kLongest / piece.size());
    };
    QString numbered;
    for (int i = 1; numbered.size() < kLongest - 10; ++i)
        numbered += u"%1. x\n"_s.arg(i);
    QString stairs;
    for (int i = 0; stairs.size() + i + 4 < kLongest; i += 2)
        stairs += QString(i, u' ') + u"- x\n"_s;
    QString ticks;
    for (int i = 1; ticks.size() + i + 2 < kLongest; ++i)
        ticks += QString(i, u'`') + u"x "_s;
    const QString row = u"|"_s + u"a|"_s.repeated(40) + u'\n';
    const QString rule = u"|"_s + u"-|"_s.repeated(40) + u'\n';
    const QString tall = u"|a|b|\n|-|-|\n"_s + u"|xy|z|\n"_s.repeated(999);
    return {
        {"quotes in quotes", filled(u"> "_s)},
        {"quotes without blanks", filled(u">"_s)},
        {"lists in lists", filled(u"- "_s) + u'x'},
        {"numbers in numbers", filled(u"1. "_s) + u'x'},
        {"stairs of lists", stairs},
        {"list of many", numbered},
        {"emphasis runs", filled(u"*a_ "_s)},
        {"emphasis, each closed", filled(u"*a* "_s)},
        {"emphasis within emphasis", filled(u"*a **b "_s)},
        {"stars only", filled(u"*"_s)},
        {"stars and underscores", filled(u"*_"_s)},
        {"brackets open", filled(u"["_s)},
        {"brackets nested", QString(kLongest / 2, u'[') + QString(kLongest / 2, u']')},
        {"links begun", filled(u"[a]("_s)},
        {"links in links", filled(u"[a](b) "_s)},
        {"pictures begun", filled(u"!["_s)},
        {"titles begun", filled(u"[a](b \""_s)},
        {"definitions", filled(u"[a]: b\n"_s)},
        {"backticks", ticks},
        {"code begun", filled(u"`a"_s)},
        {"fences", filled(u"```\n"_s)},
        {"angles", filled(u"<a"_s)},
        {"tildes", filled(u"~~a "_s)},
        {"entities", filled(u"&a"_s)},
        {"backslashes", filled(u"\\"_s)},
        {"table of 2,000 cells, wide", row + rule + row.repeated(49)},
        {"table of 2,000 cells, tall", tall},
        {"table of empty cells",
         u"|"_s + u"|"_s.repeated(2000) + u'\n' + u"|"_s + u"-|"_s.repeated(2000) + u'\n'
             + u"|\n"_s.repeated(4000)},
        {"bars", filled(u"|"_s)},
        {"no blank", QString(kLongest, u'x')},
        {"combining marks", u"a"_s + QString(5000, QChar(0x301))},
        {"letters with many marks", filled(u"a"_s + QString(20, QChar(0x301)))},
        {"newlines", QString(kLongest, u'\n') + u'x'},
        {"a letter a line", filled(u"a\n"_s)},
        {"a paragraph a letter", filled(u"a\n\n"_s)},
        {"headings", filled(u"# a\n"_s)},
        {"rules", filled(u"***\n"_s)},
        {"bare links", filled(u"http://a.b "_s)},
        {"a link of brackets", u"http://a.b/"_s + QString(kLongest - 20, u')')},
        {"emoji", filled(u"😀"_s)},
        {"emoji that ask for a picture", filled(u"❤\uFE0F"_s)},
        {"code of numbers in a line", u"```js\n"_s + filled(u"1 "_s).chopped(8)},
        {"code of strings in a line", u"```py\n"_s + filled(u"'a',"_s).chopped(8)},
        {"code without an end of a string", u"```cpp\n"_s + filled(u"R\"("_s).chopped(8)},
        {"directions", filled(u"aا"_s)},
    };
}

} // namespace salon::client
