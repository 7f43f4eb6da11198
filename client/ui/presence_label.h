// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/people_presence.h"
#include "client/ui/text_label.h"

namespace salon::client {

class PresenceState;

//! How one person is there, as mark and words. Keeps its line while that is not known.
class PresenceLabel : public TextLabel {
    Q_OBJECT
public:
    explicit PresenceLabel(QWidget *parent = nullptr);

    void setPresence(PresenceState &presence);
    //! Nobody hides it.
    void showPerson(UserId user);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showNow();

    PresenceState *m_presence = nullptr;
    UserId m_person;
    Presence m_shown = Presence::Unknown;
};

} // namespace salon::client
