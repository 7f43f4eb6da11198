// SPDX-License-Identifier: MIT
#include "client/ui/text/list_markers.h"

#include "client/ui/text/sent_lines.h"

#include <algorithm>
#include <array>

namespace salon::client {

void ListMarkers::beginList(bool isOrdered, int start, QChar delimiter)
{
    m_lists.push_back({isOrdered, delimiter, start});
}

QString ListMarkers::next()
{
    static constexpr std::array kBullets{u'•', u'◦', u'▪'};
    List &list = m_lists.back();
    if (list.isOrdered)
        return QString::number(list.next++) + list.delimiter;
    const auto depth = static_cast<size_t>(std::ranges::count(m_lists, false, &List::isOrdered));
    return QString(kBullets[std::min(kBullets.size(), depth) - 1]);
}

std::optional<ListMarkers::Written> ListMarkers::written(QStringView before)
{
    List &list = m_lists.back();
    std::optional<Written> found;
    for (qsizetype i = 0; i < before.size(); ++i) {
        qsizetype digits = 0;
        while (i + digits < before.size() && before[i + digits].isDigit())
            ++digits;
        const QStringView behind = before.sliced(std::min(i + digits + 1, before.size()));
        const bool isMarker = behind.isEmpty() || isQuoteSign(behind.front());
        const QChar sign = i + digits < before.size() ? before[i + digits] : QChar();
        const bool isNumber = list.isOrdered && digits > 0 && sign == list.delimiter;
        const bool isBullet = !list.isOrdered && digits == 0 && QStringView(u"-+*").contains(sign);
        if (isMarker && (isNumber || isBullet)) // the last one is the innermost list's
            found = {before.sliced(i, digits).toString(), i};
        i += digits;
    }
    if (found && list.isOrdered)
        found->text = numbered(list, found->text.toInt());
    return found;
}

QString ListMarkers::numbered(List &list, int typed)
{
    const int number = typed == list.typed ? list.next - 1 : typed;
    list.typed = typed;
    list.next = number + 1;
    return QString::number(number) + list.delimiter;
}

} // namespace salon::client
