// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <optional>
#include <vector>

namespace salon::client {

//! What stands before the items of the lists that are open.
class ListMarkers {
public:
    void beginList(bool isOrdered, int start, QChar delimiter);
    void endList() { m_lists.pop_back(); }

    //! For the next item of the innermost list.
    QString next();

    struct Written {
        QString text;
        qsizetype at = 0; //!< where it begins
    };
    //! The marker of the item that next() was for, in the line `before` its text. A number stays as
    //! it was written ("2. yes, 5. no"), but for the same one again and again.
    std::optional<Written> written(QStringView before);

private:
    struct List {
        bool isOrdered;
        QChar delimiter;
        int next; // number
        int typed = -1; // number of the latest one, as written
    };
    QString numbered(List &list, int typed);

    std::vector<List> m_lists;
};

} // namespace salon::client
