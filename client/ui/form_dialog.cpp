// SPDX-License-Identifier: MIT
#include "client/ui/form_dialog.h"
#include <QEvent>
#include <QLayout>

namespace salon::client {

bool FormDialog::event(QEvent *event)
{
    const bool isHandled = QDialog::event(event);
    // QLayout keeps a window above its minimum size, but not above what wrapped text needs, and not
    // at all where a width of one's own is the least.
    if (event->type() == QEvent::LayoutRequest) {
        resize(qMax(width(), layout()->minimumSize().width()), height());
        resize(width(), qMax(height(), neededHeight()));
    }
    return isHandled;
}

int FormDialog::neededHeight() const
{
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                         : layout()->totalSizeHint().height();
}

} // namespace salon::client
