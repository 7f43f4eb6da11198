// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/text_box.h"

#include <QUrl>
#include <set>
#include <vector>

namespace salon::client {

//! What can be clicked, or reached with Tab, within a row.
struct RowTarget {
    enum class Kind {
        Link,
        Edit,
        Retry,
        Delete,
        Keep,
        CopyCode,
        Unfold,
        Fold,
        Quote,
        Versions,
        Reaction,
        AddReaction,
        Pin,
        PinLine
    };
    Kind kind = Kind::Link;
    QUrl url = {}; //!< of a Link
    int block = 0; //!< of the message's markup, which has the code
    QString emoji = {}; //!< of a Reaction
    int line = 0; //!< of a PinLine, which one of the row's
};

//! What is drawn below the text.
struct RowShape {
    enum class Kind { QuoteBar, CodeBackground, Hairline };
    Kind kind = Kind::QuoteBar;
    QRectF rect;
};

//! The blocks of code of a message that are shown to their end.
using UnfoldedBlocks = std::set<int>;
//! Among them: a message so large that it is cut is not.
inline constexpr int kWholeMessage = -1;

//! What a row is made of, from its top left corner on.
struct RowParts {
    struct Words { // of a target
        int target = 0;
        size_t box = 0;
        TextRange positions;
    };
    struct Button { // a target without words
        int target = 0;
        QRectF rect;
    };

    struct Place { // of a target that is drawn beside the text
        int target = 0;
        QRectF rect;
    };

    struct Mention { // words that call somebody
        int mention = 0; //!< into the row's
        bool isForMe = false;
        size_t box = 0;
        TextRange positions;
    };

    std::vector<TextBox> boxes;
    std::vector<RowShape> shapes;
    std::vector<RowTarget> targets;
    std::vector<Words> words;
    std::vector<Button> buttons;
    std::vector<Place> places;
    std::vector<Mention> mentions;
    qreal height = 0;

    int addTarget(const RowTarget &target)
    {
        targets.push_back(target);
        return static_cast<int>(targets.size()) - 1;
    }
};

} // namespace salon::client
