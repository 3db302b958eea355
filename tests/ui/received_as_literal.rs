//! A new member of what is received breaks nobody.

use whatsapp_webhook::event::Profile;

fn main() {
    let _ = Profile { name: None }; //~ E0639
}
