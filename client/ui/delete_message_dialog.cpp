// SPDX-License-Identifier: MIT
#include "client/ui/delete_message_dialog.h"

#include "client/ui/timeline/display_text.h"

using namespace Qt::StringLiterals;

namespace salon::client {

DeleteMessageDialog::DeleteMessageDialog(const QString &text, QWidget *parent)
    : ConsentDialog(u"deleteMessage"_s,
                    {tr("Delete a message"), tr("Delete this message?"),
                     tr("What it says disappears for everybody and does not come back, also what "
                        "it said before it was edited. A line stays that says so."),
                     tr("Delete")},
                    parent)
{
    setSubject(isolated(inOneLine(text)));
}

} // namespace salon::client
