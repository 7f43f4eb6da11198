// SPDX-License-Identifier: MIT
#include "tests/e2e/conversations.h"
#include "shared/wire/codec.h"
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace salon::test {

namespace {
//! As it stands in the file; keys that are not named here are not read.
struct LineOnFile {
    QString room;
    QString by;
    QString text;
    qint64 line = 0;
    std::optional<qint64> replyTo;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("room", &LineOnFile::room, "Where"),
                          wire::field("by", &LineOnFile::by, "Author"),
                          wire::field("text", &LineOnFile::text, "What was said"),
                          wire::field("line", &LineOnFile::line, "Place in the room"),
                          wire::field("reply_to_line", &LineOnFile::replyTo, "What it answers")};
    }
};
} // namespace

Result<Conversations> Conversations::read(const QString &file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return Error::internal(file + u": "_s + source.errorString());
    Conversations found;
    QSet<QString> rooms;
    QSet<QString> authors;
    wire::JsonParser parser;
    while (!source.atEnd()) {
        const QByteArray bytes = source.readLine();
        if (bytes.trimmed().isEmpty())
            continue;
        const QString place = u"line %1"_s.arg(found.lines.size() + 1);
        const auto json = parser.parse(bytes);
        if (!json)
            return json.error().at(place);
        auto line = wire::decoded<LineOnFile>(*json, {});
        if (!line)
            return line.error().at(place);
        if (!rooms.contains(line->room)) {
            rooms.insert(line->room);
            found.rooms.append(line->room);
        }
        if (!authors.contains(line->by)) {
            authors.insert(line->by);
            found.authors.append(line->by);
        }
        found.lines.append(
            {line->room, line->by, line->text, line->line, line->replyTo.value_or(-1)});
    }
    return found;
}

} // namespace salon::test
